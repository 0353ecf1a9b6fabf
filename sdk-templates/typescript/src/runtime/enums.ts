/**
 * A value the server may extend: the known values are offered while typing, and one that comes with a later release is
 * still of the type.
 */
export type Open<Known extends string> = Known | (string & {});

/** The values of an open type that this release knows. */
export type Known<Values extends string> = Values extends Values ? (string extends Values ? never : Values) : never;

/**
 * The discriminator of a variant that this release does not know. At run time it is the text the server sent; the type
 * names no known value, so that a `switch` over the known ones leaves exactly this for its `default`.
 */
export type UnknownVariant = "~unknown";

/** The values of an enumeration that this release knows. */
export interface Enumeration<Known> {
  readonly values: readonly Known[];
  /** Whether the value is one of those this release knows. */
  isKnown(value: unknown): value is Known;
}

/** Make an enumeration from its values. */
export function enumeration<Known>(values: readonly Known[]): Enumeration<Known> {
  return {
    values,
    isKnown: (value: unknown): value is Known => (values as readonly unknown[]).includes(value),
  };
}
