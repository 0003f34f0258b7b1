"""The figures as files: CSV, and a workbook with a sheet a table. No cell runs as a formula."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from consent.figures.tables import Table
from consent.spreadsheet import plain


def as_csv(tables: Sequence[Table]) -> str:
    """Return the tables one below the other, an empty line between them."""
    text = StringIO()
    writer = csv.writer(text)
    for table in tables:
        writer.writerow([plain(table.title)])
        writer.writerow([plain(head) for head in (table.of, *table.heads)])
        writer.writerows([plain(cell) for cell in (name, *cells)] for name, cells in table.rows)
        writer.writerow([])
    return "\ufeff" + text.getvalue()  # Excel reads UTF-8 only with this


def as_workbook(tables: Sequence[Table]) -> bytes:
    """Return the tables as XLSX; numbers are numbers there."""
    import xlsxwriter  # the web does not load it before somebody asks for a workbook

    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        for table in tables:
            sheet = book.add_worksheet(table.key)
            for across, head in enumerate((table.of, *table.heads)):
                sheet.write_string(0, across, plain(head))
            for down, (name, cells) in enumerate(table.rows, start=1):
                sheet.write_string(down, 0, plain(name))
                for across, cell in enumerate(cells, start=1):
                    if cell.replace(".", "", 1).isdecimal():
                        sheet.write_number(down, across, float(cell))
                    else:
                        sheet.write_string(down, across, plain(cell))
    return made.getvalue()
