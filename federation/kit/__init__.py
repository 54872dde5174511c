"""The lowest floor: it imports nothing of the project.

clock           now, today
ids             new_id
refusals        Refused, NotReadable
wording         sentences that are translated when shown
digits          Thai and Arabic digits, invisible characters
money           parse_amount, round_satang, split, show
words           baht in Thai words
dates           shown in the Buddhist era, read as typed, counted in months
thai, names     canonical text, look-alikes, dictionary order; titles and names
phones          telephone numbers
identity        the national ID
crypto          sealed fields and the blind index
sealed_files    files sealed with a passphrase
fields          fields of models and forms
tables          columns of tables, and a table's rows for paper and spreadsheet
spreadsheet     xlsx and csv
charts, qr      pictures for page and paper
pdf             pages to PDF
report, packing a report as data, and data as JSON
invariants      what must hold of stored data, asked by `manage.py verify`
addresses       months and accounts in addresses
"""
