package io.ramtalk.engine;

import io.ramtalk.MessageId;
import io.ramtalk.Receipt;
import io.ramtalk.UserId;

/**
 * A delivery report: the receiver's account tells the sender's account about one message.
 *
 * @param sender the sender of the message
 * @param id the message
 * @param state the new state of the message
 * @param time the time of the change, on the messenger's timeline, in milliseconds
 */
public record DeliveryReport(UserId sender, MessageId id, Receipt.State state, long time) {}
