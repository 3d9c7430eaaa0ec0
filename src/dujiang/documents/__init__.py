"""Files that people attach: kept once by their content, read by who may see what refers to them.

Deliberately unknown: forms and processes. An instance is a number here.
"""

from dujiang.documents.blobs import Blobs, FolderBlobs, TableBlobs
from dujiang.documents.commands import KeepFile, UseFiles
from dujiang.documents.events import FileKept, FilesUsed
from dujiang.documents.handlers import document_routes
from dujiang.documents.inspecting import MAX_NAME_CHARS, inspected
from dujiang.documents.read import find_file, instances_of
from dujiang.documents.tables import TABLES as DOCUMENT_TABLES
from dujiang.documents.tables import FileRow

__all__ = [
    "DOCUMENT_TABLES",
    "MAX_NAME_CHARS",
    "Blobs",
    "FileKept",
    "FileRow",
    "FilesUsed",
    "FolderBlobs",
    "KeepFile",
    "TableBlobs",
    "UseFiles",
    "document_routes",
    "find_file",
    "inspected",
    "instances_of",
]
