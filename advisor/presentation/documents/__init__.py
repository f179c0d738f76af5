"""The memo as a document to deliver: Word, PDF and a web page, all made from the memo as data."""
