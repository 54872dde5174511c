"""A treasurer's register, from the bytes of a workbook to a plan of what would be made. No database here.

workbook    the file, opened safely
findings    what there is to say about it: notes, doubts with their choices, errors
roles       what columns hold, and the heads treasurers write over them
months      heads that are months, and the year they lie in
heads       the row of heads, and what each column means
cells       one cell as amount, date, ID, name
members     one row as a member
rows        all rows: members, totals, signatures
pairs       members typed twice
totals      control totals against the workbook's own
opening     what the books open with
plan        all of it together
"""
