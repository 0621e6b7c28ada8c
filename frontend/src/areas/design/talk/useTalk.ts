import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  listTopics,
  readRules,
  readTopic,
  talkKey,
  type TopicDetail,
  type TopicQuery,
} from "../../../api/talk";

/** How long an answer is good while nobody here did anything. */
const FRESH = 20_000;

export const useRules = (app: string) =>
  useQuery({ queryKey: [...talkKey(app), "rules"], queryFn: () => readRules(app), staleTime: FRESH });

/** Topics, page by page. */
export const useTopics = (app: string, query: Omit<TopicQuery, "after">) =>
  useInfiniteQuery({
    queryKey: [...talkKey(app), "topics", query],
    queryFn: ({ pageParam }) => listTopics(app, { ...query, after: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    staleTime: FRESH,
  });

export const useTopic = (app: string, id: string) =>
  useQuery({ queryKey: [...talkKey(app), "topic", id], queryFn: () => readTopic(app, id), staleTime: FRESH });

/** After something was written: the topic is what the server answered, lists and counts are asked anew. */
export function useTold(app: string): (topic: TopicDetail | null) => void {
  const client = useQueryClient();
  return (topic) => {
    if (topic) client.setQueryData([...talkKey(app), "topic", topic.id], topic);
    void client.invalidateQueries({
      predicate: ({ queryKey: [scope, of, what, id] }) =>
        scope === "talk" && of === app && what !== "rules" && !(topic && what === "topic" && id === topic.id),
    });
  };
}
