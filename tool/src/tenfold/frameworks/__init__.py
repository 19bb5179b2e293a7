"""What each library's names mean: declarations, one file a library."""
