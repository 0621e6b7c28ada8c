/** Key of the unfinished edit of a record. */
export const editDraft = (person: string, app: string, entity: string, id: string): string =>
  `${person}/${app}/${entity}/${id}/edit`;
