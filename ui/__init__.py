"""Everything that may import Streamlit besides the pages: the frame of each run, the seam to the data, and panels."""
