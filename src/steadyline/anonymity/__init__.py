"""Whether anybody real could be recognised in what ships."""
