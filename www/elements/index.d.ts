export * from "../elements.js";
