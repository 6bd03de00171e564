"""Execute a variant's workflow: `.skillrt/workflow.json`, its steps as the graph allows."""
