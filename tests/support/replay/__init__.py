"""An independent, naive replay: records rebuilt and both versions read anew for every act, from documents and events alone."""
