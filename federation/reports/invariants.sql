-- What must hold of the files of issued reports; see the ledger's file for how to read this.

--: count files
SELECT count(*) FROM federation_issuedfile f
  JOIN federation_issuedreport r ON r.id = f.report_id
  JOIN federation_organisation o ON o.id = r.organisation_id
 WHERE (SELECT within(x) FROM (SELECT f.network_id, o.book_id) x)

--: I-49c
SELECT format('%s %s %s.%s', o.code, r.name, to_char(r.month, 'YYYY-MM'), f.format)
  FROM federation_issuedfile f
  JOIN federation_issuedreport r ON r.id = f.report_id
  JOIN federation_organisation o ON o.id = r.organisation_id
 WHERE (SELECT within(x) FROM (SELECT f.network_id, o.book_id) x)
   AND sha256(f.content) <> f.digest
 ORDER BY o.code, r.month, f.format
