/** Pasted lines of names and accounts, matched with people. */
export interface Pasted {
  /** Person -> account. */
  readonly taken: Readonly<Record<string, string>>;
  readonly unknown: readonly string[];
  /** Names that several people have: not guessed. */
  readonly twice: readonly string[];
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export function readPasted(text: string, people: readonly Named[]): Pasted {
  const taken: Record<string, string> = {};
  const unknown: string[] = [];
  const twice: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const parts = line
      .trim()
      .split(/\t|[,，;；]|\s+/)
      .filter((part) => part !== "");
    const account = parts.at(-1);
    const name = parts.slice(0, -1).join(" ");
    if (account === undefined) continue;
    const found = people.filter((person) => person.name === name);
    if (name === "" || found.length === 0) unknown.push(line.trim());
    else if (found.length > 1) twice.push(name);
    else if (found[0]) taken[found[0].id] = account;
  }
  return { taken, unknown, twice };
}
