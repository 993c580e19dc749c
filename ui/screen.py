"""The script Streamlit runs for every reader and every click. It only opens the frame.

The guard matters: the process that draws charts starts by importing this very file, and must then do nothing.
"""

if __name__ == "__main__":
    from ui import frame

    frame.show()
