import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { readFile } from "../../api/endpoints";
import type { FileView } from "../../api/types";
import { TakenAt } from "./TakenAt";

/** When a picture was taken, asked of the server where nobody has said it; a file never changes. */
export default function PictureTaken({
  id,
  known,
}: {
  id: string;
  known: FileView | undefined;
}): ReactElement {
  const found = useQuery({
    queryKey: ["file", id],
    queryFn: () => readFile(id),
    enabled: known === undefined,
    staleTime: Infinity,
  });
  return <TakenAt at={(known ?? found.data)?.taken_at} />;
}
