"""What judges of others say of our PDFs: ``make conformance``. Needs Java and Maven, so it is no part of ``make test``."""
