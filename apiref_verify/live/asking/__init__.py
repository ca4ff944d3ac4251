"""How requests are sent: bounded, patient, and by clients that cannot do more than they may."""
