"""A class that has been at work for three weeks, so that every page of a teacher and an admin has something to show.

Who they are (`people`), what is set (`calendar`), how a right answer is typed (`wording`) and what goes wrong
(`slips`, `worksheets`), how a student goes about a problem (`working`), and the rows that come of it (`record`).
Whatever is typed is judged by the real grader; every draw is seeded, so that two installations with one secret
key get the same class.
"""
