"""Does the measure hold? Simulation, known cases, sensitivity, and agreement with other evidence."""
