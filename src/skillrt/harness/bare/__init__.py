"""`bare`: a small agent of SkillRT's own, in this process. It speaks Chat Completions and has five tools."""
