"""What is measured: ``python -m bench`` (make bench). The figures stand in results.json, with the date in git."""
