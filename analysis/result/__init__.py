"""The result of a hearing (สรุปผลการรับฟังความคิดเห็น), built as data from its frozen run, its record and the agency's decisions.

The document is in Thai, whatever language its reader has: it is the agency's, and one document. `report.build` is the table of
contents; `checks.faults` says what still keeps it from being signed; `recount` counts all its figures a second time, in plain SQL.
"""
