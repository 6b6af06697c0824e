#include "api/server/live_handles.hpp"

#include "api/server/manager_warnings.hpp"
#include "api/worklist/shop_list.hpp"
#include "api/worklist/work_desk.hpp"

namespace redress::api {
namespace {

AnswerText needs_a_websocket(DeskCall const& call) {
  return fault_text({FaultKind::invalid_request,
                     {call.method + " 只能通过 WebSocket /rpc 调用：普通 HTTP 没有可供推送的连接",
                      call.method + " is called over the WebSocket /rpc: plain HTTP has no connection to push to"}});
}

// The case's shop, or nothing where it is not the caller's to see.
Result<void> check_case(Store& store, Actor const& actor, std::string const& case_id) {
  std::optional<Case> found;
  store.read([&](StoreReader& reader) { found = reader.find_case(case_id); });
  if (!found || !may_see(actor, found->shop)) return case_not_found(case_id);
  return {};
}

std::optional<live::Doing> doing_of(DeskCall const& call) {
  auto const doing = text_of(call.params, "doing");
  if (doing == "gone") return std::nullopt;
  return doing == "editing" ? live::Doing::editing : live::Doing::viewing;
}

}  // namespace

void add_live_handles(std::map<std::string, rpc::Handle, std::less<>>& handles, Desks const& desks) {
  auto const worklist = desks.worklist ? desks.worklist : std::make_shared<Worklist>();
  auto const warnings = std::make_shared<ManagerWarnings>(desks);
  WorkDesk const work{desks.store, desks.books, desks.clock, worklist,
                      [warnings](DeskCall const& call) { return warnings->of(call); }};
  handles["case.list"] = [work, &reading = desks.reading](DeskCall const& call, AnswerDone const& done) {
    done(needs_work_table(call.params) ? work.list(call) : reading.list(call));
  };
  handles["case.counts"] = [work](DeskCall const& call, AnswerDone const& done) { done(work.counts(call)); };
  handles["board.get"] = [work](DeskCall const& call, AnswerDone const& done) { done(work.board(call)); };
  handles["workflow.stats"] = [work](DeskCall const& call, AnswerDone const& done) { done(work.stats(call)); };
  handles["shop.list"] = [&store = desks.store, &books = desks.books, worklist](DeskCall const& call,
                                                                                AnswerDone const& done) {
    done(list_shops(store, *books.now(), *worklist, call));
  };
  for (auto const* name : {"events.subscribe", "presence.set"})
    handles[name] = [](DeskCall const& call, AnswerDone const& done) { done(needs_a_websocket(call)); };
}

std::map<std::string, rpc::LineHandle, std::less<>> line_handles_of(live::EventFeed& feed, live::Presence& presence,
                                                                    Store& store) {
  std::map<std::string, rpc::LineHandle, std::less<>> lines;
  lines["events.subscribe"] = [&feed, &store](DeskCall const& call, http::PeerRef const& peer, AnswerDone const& done) {
    if (peer->transport != http::Transport::websocket) return done(needs_a_websocket(call));
    if (auto const case_id = text_of(call.params, "case_id"); !case_id.empty())
      if (auto const theirs = check_case(store, call.actor, case_id); !theirs) return done(fault_text(theirs.error()));
    done(feed.subscribe(call, peer));
  };
  lines["presence.set"] = [&presence, &store](DeskCall const& call, http::PeerRef const& peer, AnswerDone const& done) {
    if (peer->transport != http::Transport::websocket) return done(needs_a_websocket(call));
    auto const case_id = text_of(call.params, "case_id");
    if (auto const theirs = check_case(store, call.actor, case_id); !theirs) return done(fault_text(theirs.error()));
    done(result_text({{"people", presence.set(peer, call.actor, case_id, doing_of(call))}}));
  };
  return lines;
}

}  // namespace redress::api
