"""A session in the room: one facilitator, a big screen, everybody's phone. Nothing here runs code for anybody."""
