"""Files built in memory for the readers' tests; all texts are invented."""

import io
from email.message import EmailMessage

import docx


def pdf_of(*pages: list[str], title: str | None = None) -> bytes:
    """A minimal PDF: each page a list of lines in Helvetica; an empty list gives a page without text."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, lines in enumerate(pages):
        content = b"BT /F1 11 Tf 14 TL 50 780 Td "
        for line in lines:
            escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
            content += b"(" + escaped + b") Tj T* "
        content += b"ET"
        stream = number * 2 + 5
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    if title is not None:
        objects.append(f"<< /Title ({title}) /CreationDate (D:20200101000000Z) >>".encode())
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    info = f" /Info {len(objects)} 0 R" if title is not None else ""
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{info} >>\nstartxref\n{start}\n%%EOF\n".encode()


def docx_of(*paragraphs: str, title: str = "", author: str = "", table: list[list[str]] | None = None) -> bytes:
    """A Word file: the first paragraph in the style Title where a title is given."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    if title:
        document.add_paragraph(title, style="Title")
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        rows = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(rows.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def message_of(text: str, *, html: str | None = None, subject: str = "What I saw at the ferry") -> EmailMessage:
    """A message of 5 May 2021."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Ruta Halloran <ruta@example.org>"
    message["To"] = "desk@example.org"
    message["Date"] = "Wed, 05 May 2021 23:30:00 -0700"
    message["Message-ID"] = "<1@example.org>"
    if text:
        message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message
