-- A month that was closed stays closed as it was; a report that was issued is handed out again as it was.
CREATE TRIGGER closed_month_append_only BEFORE UPDATE OR DELETE ON federation_closedmonth
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER closed_month_not_truncated BEFORE TRUNCATE ON federation_closedmonth
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER issued_report_append_only BEFORE UPDATE OR DELETE ON federation_issuedreport
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER issued_report_not_truncated BEFORE TRUNCATE ON federation_issuedreport
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER issued_file_append_only BEFORE UPDATE OR DELETE ON federation_issuedfile
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER issued_file_not_truncated BEFORE TRUNCATE ON federation_issuedfile
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

ALTER TABLE federation_closedmonth ENABLE ALWAYS TRIGGER closed_month_append_only;
ALTER TABLE federation_closedmonth ENABLE ALWAYS TRIGGER closed_month_not_truncated;
ALTER TABLE federation_issuedreport ENABLE ALWAYS TRIGGER issued_report_append_only;
ALTER TABLE federation_issuedreport ENABLE ALWAYS TRIGGER issued_report_not_truncated;
ALTER TABLE federation_issuedfile ENABLE ALWAYS TRIGGER issued_file_append_only;
ALTER TABLE federation_issuedfile ENABLE ALWAYS TRIGGER issued_file_not_truncated;
