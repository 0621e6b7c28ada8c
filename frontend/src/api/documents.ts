/** The documents of an app as a role may see them: the shapes of schemas/*.schema.json that the browser reads. */
import type { Entity, Mark, Property, Statement, Text } from "../engine/model/entity";
import type { Node } from "../engine/rules/ast";

export type { Field as FieldInfo, Mark, Option, Property, Statement, Text } from "../engine/model/entity";
export type Marks = Readonly<Record<string, Mark>>;

export interface EntityDoc extends Entity {
  readonly entity: Entity["entity"] & {
    readonly order?: number;
    readonly icon?: string | null;
    readonly help?: Text | null;
  };
}

export interface Requirement {
  readonly fields?: Readonly<Record<string, { readonly when?: Node; readonly order?: number }>>;
  readonly actions?: Readonly<
    Record<string, { readonly min?: number; readonly when?: Node; readonly order?: number }>
  >;
  readonly statements?: Readonly<Record<string, Statement>>;
}

export interface Stage {
  readonly label: Text;
  readonly kind?: "open" | "won" | "lost" | "hold";
  readonly order?: number;
  readonly help?: Text;
  readonly color?: string;
  readonly entry?: Requirement;
  readonly archived?: boolean;
}

export interface FlowDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly stages: Readonly<Record<string, Stage>>;
  readonly paths: Readonly<
    Record<
      string,
      { readonly label: Text; readonly stages: Marks; readonly order?: number; readonly when?: Node }
    >
  >;
  readonly transitions: Readonly<
    Record<
      string,
      { readonly label: Text; readonly from: Marks; readonly to: string; readonly order?: number }
    >
  >;
}

export interface ActionField {
  readonly order?: number;
  readonly target?: string;
  readonly property?: Property;
  readonly label?: Text;
  readonly required?: boolean;
  readonly required_when?: Node;
  readonly relevance?: Node;
  readonly default_rule?: Node;
}

export interface Evidence {
  readonly min?: number;
  readonly max?: number;
  readonly accept?: Marks;
  readonly label?: Text;
  /** On the phone the camera opens first. */
  readonly camera?: boolean;
}

export interface ApprovalStep {
  readonly label: Text;
  readonly order?: number;
  readonly takes?: "one" | "all" | "in_order";
  readonly fields?: Readonly<Record<string, ActionField>>;
}

export interface ActionDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly order?: number;
  readonly icon?: string;
  readonly help?: Text;
  readonly stages?: Marks;
  readonly fields?: Readonly<Record<string, ActionField>>;
  readonly evidence?: Evidence;
  readonly creates?: { readonly entity: string; readonly link: string };
  readonly advances?: { readonly to: string };
  /** The decision it needs before it takes effect. */
  readonly approval?: {
    readonly steps: Readonly<Record<string, ApprovalStep>>;
    readonly withdraw?: boolean;
  } | null;
}

/** 必做动作, as far as a page tells of it. */
export interface DutyDoc {
  readonly entity: string;
  readonly label: Text;
  /** How its times are told: days, hours, minutes or seconds. */
  readonly unit?: string;
}

export interface FormDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly order?: number;
  readonly sections: Readonly<
    Record<
      string,
      {
        readonly label: Text;
        readonly order?: number;
        readonly folded?: boolean;
        readonly fields: Readonly<
          Record<string, { readonly order?: number; readonly width?: "full" | "half" }>
        >;
      }
    >
  >;
}

export interface ListDoc {
  readonly id: string;
  readonly entity: string;
  readonly label: Text;
  readonly columns: Readonly<Record<string, { readonly order?: number; readonly width?: number }>>;
  readonly sort?: string;
  readonly views?: Readonly<
    Record<
      string,
      { readonly label: Text; readonly order?: number; readonly filter?: Node; readonly sort?: string }
    >
  >;
  readonly kanban?: {
    readonly fields?: Readonly<Record<string, { readonly order?: number }>>;
    readonly total?: string;
  };
  readonly order?: number;
}

/** What a role may do with an entity. */
export interface EntityRights {
  readonly scope: string;
  readonly create?: boolean;
  readonly edit?: boolean;
  readonly assign?: boolean;
  readonly archive?: boolean;
  readonly imports?: boolean;
  readonly exports?: boolean;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Ids of a collection in their declared order; ties by id, so that every reader sees the same. */
export function ordered<T extends { readonly order?: number }>(
  items: Readonly<Record<string, T>> | undefined,
): [string, T][] {
  return Object.entries(items ?? {}).sort(
    ([a, x], [b, y]) => (x.order ?? 0) - (y.order ?? 0) || (a < b ? -1 : a > b ? 1 : 0),
  );
}
