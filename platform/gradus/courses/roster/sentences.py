"""What is wrong with a class list, and the mend, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gradus.courses.roster.files import BadFile
from gradus.courses.roster.reading import Fault

FAULTS: dict[str, Promise] = {
    "empty": _("The list is empty. Choose a file, or paste at least one line: address, name."),
    "too_many_rows": _(
        "The list has more than %(value)s people. Divide it, and import the parts one by one."
    ),
    "no_address": _("There is no email address. Add it in the first column, or remove the line."),
    "bad_address": _(
        "“%(value)s” is not an email address. It needs a name, an @ and a domain, as in ada@example.org."
    ),
    "address_letters": _(
        "“%(value)s” holds letters that mail addresses seldom may: only A to Z without accents are taken. "
        "Look the address up, and write it as the mailbox has it."
    ),
    "missing_name": _("%(value)s has no account yet, so a name is needed. Add it in the second column."),
    "name_too_long": _("The name has %(value)s letters; 150 is the most. Shorten it."),
    "unknown_role": _("“%(value)s” is not a role. Write student, assistant or teacher, or leave it empty."),
    "duplicate": _("The same address stands in line %(value)s. Remove one of the two."),
    "too_many_columns": _(
        "There are more than %(value)s columns. Remove the others; put a name that holds a comma in quotation marks."
    ),
    "quotes": _(
        "A quotation mark opens here and is not closed, or something stands behind the closing one. "
        "Write a quotation mark inside a name twice."
    ),
    "not_text": _(
        "There is a character in it that is no text, or a letter was lost (�). Type the line afresh, "
        "or save the list as UTF-8 and upload it again."
    ),
    "unknown_column": _("The column “%(value)s” is not known. Remove it; there can be email, name and role."),
    "column_twice": _("The column “%(value)s” stands there twice. Remove one of the two."),
    "no_email_column": _("No column is called email. Name the one with the addresses so."),
    "suspended": _(
        "The account of %(value)s is suspended. An admin can restore it; until then remove the line."
    ),
    "other_organisation": _("%(value)s belongs to another organisation. Use another address of this person."),
    "last_teacher": _(
        "%(value)s would no longer be a teacher, and the course would have none. Name another first."
    ),
}
"""By the code of the fault."""

ALONE: dict[str, Promise] = {
    "missing_name": _("%(value)s has no account yet, so a name is needed. Type it here."),
    "not_text": _("There is a character in it that is no text. Type it afresh."),
    "suspended": _("The account of %(value)s is suspended. An admin can restore it."),
}
"""The same for one person in a form, where there are no lines and columns."""

FILES: dict[str, Promise] = {
    "too_large": _("The file is larger than 1 MB, so it was not read. A list of 5,000 people is smaller."),
    "spreadsheet": _(
        "This is a spreadsheet, not a CSV file. In Excel choose Save as, CSV UTF-8 (comma delimited); "
        "in LibreOffice, Save as, Text CSV with the character set Unicode (UTF-8)."
    ),
    "utf16": _(
        "The file is saved as UTF-16 from line %(line)s on, so it could not be read. In Excel choose Save as, "
        "CSV UTF-8 (comma delimited); in an editor, save it with the encoding UTF-8."
    ),
    "encoding": _(
        "Line %(line)s is not UTF-8, so the file was not read: its letters would come out wrong. In Excel choose "
        "Save as, CSV UTF-8 (comma delimited); in an editor, save it with the encoding UTF-8."
    ),
}
"""By the code of a BadFile."""


def fault_sentence(fault: Fault, *, alone: bool = False) -> str:
    """What is wrong at the line, and the mend; `alone`: in the form for one person."""
    words = ALONE.get(fault.code, FAULTS[fault.code]) if alone else FAULTS[fault.code]
    return str(words) % {"value": fault.value}


def file_sentence(bad: BadFile) -> str:
    """Why a file was not read, and how to save it."""
    return str(FILES[bad.code]) % {"line": bad.line}
