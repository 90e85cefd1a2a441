"""The site as a whole: everything ready on one day, every page as bytes, feeds, export."""
