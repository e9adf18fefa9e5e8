"""What a graph holds, in numbers for people and for programs."""
