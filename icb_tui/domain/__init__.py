"""The domain: records of boards, aims, findings and indicators, what must hold between them, and their wording."""
