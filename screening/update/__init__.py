"""Fresh lists: fetched, read, held against the last good table, put in force."""
