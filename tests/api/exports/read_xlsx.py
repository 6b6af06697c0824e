"""Reads an XLSX file of one sheet with the standard library alone and prints its name and rows as JSON.

Texts are strings, numbers are integers, empty cells null; a formula ends the program with code 1.
"""

import json
import re
import sys
import xml.etree.ElementTree as xml
import zipfile

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def column(reference):
    number = 0
    for letter in re.match("[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


with zipfile.ZipFile(sys.argv[1]) as book:
    if book.testzip() is not None:
        sys.exit("a member of the ZIP is broken")
    strings = []
    if "xl/sharedStrings.xml" in book.namelist():
        for item in xml.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", NS):
            strings.append("".join(text.text or "" for text in item.iter("{%s}t" % NS["m"])))
    name = xml.fromstring(book.read("xl/workbook.xml")).find("m:sheets/m:sheet", NS).get("name")
    rows = []
    for row in xml.fromstring(book.read("xl/worksheets/sheet1.xml")).findall("m:sheetData/m:row", NS):
        cells = []
        for cell in row.findall("m:c", NS):
            if cell.find("m:f", NS) is not None:
                sys.exit("a formula in " + cell.get("r"))
            cells += [None] * (column(cell.get("r")) - len(cells))
            value = cell.find("m:v", NS)
            if value is None:
                cells.append(None)
            elif cell.get("t") == "s":
                cells.append(strings[int(value.text)])
            else:
                cells.append(int(value.text))
        rows.append(cells)
print(json.dumps({"name": name, "rows": rows}))
