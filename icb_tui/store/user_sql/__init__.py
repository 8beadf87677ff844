"""SQL of the user: the guard on what a query may do, and the tables that it may read, with examples."""
