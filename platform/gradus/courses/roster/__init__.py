"""A class list: read from text (`reading`), compared with who is there (`plan`), told in words (`sentences`)."""
