"""The student's pages around answering: sets and items, attempts, answers."""
