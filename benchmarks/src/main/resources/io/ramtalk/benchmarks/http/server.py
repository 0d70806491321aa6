# A simple mailbox server in Python: server.py PORT
import sys
import uuid
from collections import defaultdict

import uvicorn
from fastapi import FastAPI, Form, HTTPException
from pydantic import BaseModel

CAPACITY = 5

app = FastAPI()
users = {}
mailboxes = defaultdict(list)


class Message(BaseModel):
    from_id: str
    to_id: str
    message: str


@app.post("/signup")
async def signup(mobile: str = Form(...), name: str = Form("")):
    user_id = str(uuid.uuid4())
    users[user_id] = {"mobile": mobile, "name": name}
    return {"status": "created", "user_id": user_id}


@app.post("/send")
async def send(message: Message):
    if message.to_id not in users:
        raise HTTPException(404, "Target user not found")
    mailbox = mailboxes[message.to_id]
    if len(mailbox) >= CAPACITY:
        raise HTTPException(400, "User message queue full")
    mailbox.append({"from": message.from_id, "text": message.message})
    return {"status": "sent"}


@app.get("/receive/{user_id}")
async def receive(user_id: str):
    if user_id not in users:
        raise HTTPException(404, "User not found")
    return {"messages": mailboxes.pop(user_id, [])}


@app.get("/users")
async def list_users():
    return users


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
