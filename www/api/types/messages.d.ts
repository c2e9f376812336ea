// Messages as state.

import type { AnnotationRoot, BinaryOperatorAggregate } from "./state.js";

export interface ToolCall {
  id?: string;
  name: string;
  args: any;
  type?: string;
}
/** A message as state keeps it: plain data. */
export interface Message {
  type: "human" | "ai" | "system" | "tool" | "remove";
  id?: string;
  /** Text, or a list of parts. */
  content: any;
  name?: string;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
  additional_kwargs?: Record<string, unknown>;
  response_metadata?: Record<string, unknown>;
  usage_metadata?: Record<string, unknown>;
  status?: string;
  artifact?: unknown;
}
type Role = "human" | "user" | "ai" | "assistant" | "system" | "developer" | "tool";
/** What may be written for a message: also an instance of a message class of LangChain's. */
export type MessageLike =
  | string
  | readonly [role: Role, content: any]
  | { role: Role; content: any; [member: string]: unknown }
  | Message
  | { getType(): string; content: any }
  | { _getType(): string; content: any }
  | { lc: number; type: "constructor"; id: string[]; kwargs: Record<string, unknown> };
export type MessagesUpdate = MessageLike | readonly MessageLike[];

/** Merges messages: a known id is replaced in place, others are appended, a RemoveMessage removes. */
export declare function messagesStateReducer(left: MessagesUpdate, right: MessagesUpdate): Message[];
export declare const addMessages: typeof messagesStateReducer;
/** The id of a RemoveMessage that removes all messages before it. */
export declare const REMOVE_ALL_MESSAGES: "__remove_all__";
/** Removes the message of that id. What `new` gives is a plain message of type `remove`. */
export declare const RemoveMessage: new (about: { id: string }) => Message;

/** The channel of a list of messages. */
export declare const MessagesValue: BinaryOperatorAggregate<Message[], MessagesUpdate>;
/** A state schema with one key, `messages`; spread its `spec` to add others. */
export declare const MessagesAnnotation: AnnotationRoot<{ messages: BinaryOperatorAggregate<Message[], MessagesUpdate> }>;

export {};
