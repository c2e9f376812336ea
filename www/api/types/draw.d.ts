// A graph as nodes and edges: `getGraph`.

export interface GraphEdge {
  source: string;
  target: string;
  /** The label of a path map, where it is not the target's name. */
  data?: string;
  conditional: boolean;
}
export interface DrawnNode {
  id: string;
  name: string;
  metadata?: { __interrupt: "before" | "after" | "before,after" };
}
export interface MermaidOptions {
  withStyles?: boolean;
  curveStyle?: string;
  /** Styles by class: `default`, `first`, `last`. */
  nodeColors?: Record<string, string>;
  wrapLabelNWords?: number;
}
export interface DrawableGraph {
  nodes: Record<string, DrawnNode>;
  edges: GraphEdge[];
  toJSON(): { nodes: { id: string; type: "schema" | "runnable"; data: DrawnNode }[]; edges: GraphEdge[] };
  drawMermaid(options?: MermaidOptions): string;
}

export {};
