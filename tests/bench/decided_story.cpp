#include "tests/bench/decided_story.hpp"

#include "api/bench/refund_story.hpp"
#include "api/server/rulebooks.hpp"
#include "api/service/evidence_intake.hpp"
#include "api/service/opening.hpp"
#include "engine/cases/decide.hpp"
#include "workflows/catalogue.hpp"

#include <cstdlib>

namespace redress::bench {
namespace {

using boost::json::object;

constexpr std::string_view case_id = "case_01JGVWYB2C00000000000000AA";

template <class T>
T sure(Result<T> result) {
  if (!result) std::abort();
  return std::move(*result);
}

Actor service() { return {.id = "tok_bench", .role = Role::service}; }

// The story told to the engine alone: what the desk and the store do around a decision is done here by hand.
class Telling {
 public:
  std::vector<Moment> run() {
    open();
    std::vector<Moment> told;
    for (;;) {
      told.push_back(next());
      bool const last = story_.at_last_step();
      story_.went_on(case_id);
      if (last) return told;
    }
  }

  std::string first_request() {
    open();
    object const params = story_.params();
    return boost::json::serialize(object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "case.apply"}, {"params", params}});
  }

 private:
  void open() {
    auto opening = sure(api::read_opening(story_.params()));
    loaded_.workflow = workflows::find_workflow(opening.case_.kind);
    loaded_.library = std::make_shared<rules::Library const>(sure(api::built_in_rulebooks()));
    loaded_.book = &loaded_.library->book_for(opening.case_.platform, opening.case_.shop);
    loaded_.case_ = std::move(opening.case_);
    auto& case_ = loaded_.case_;
    case_.id = case_id;
    case_.workflow_version = loaded_.workflow->version();
    case_.state = loaded_.workflow->initial().name;
    case_.opened_at = case_.state_entered_at = clock_.now();
    loaded_.account = account_of(opening.order);
    auto const attempt =
        sure(read_attempt(*loaded_.workflow->find_event("open"),
                          {.event = "open", .party = Party::buyer, .actor = service()}, case_, clock_.now()));
    go_on(attempt);
  }

  void go_on(Attempt const& attempt) {
    auto decision = decide(loaded_.world(clock_.now()), attempt);
    if (!decision.accepted()) std::abort();
    auto const order = loaded_.account.order;
    loaded_.case_ = std::move(decision.after);
    ++loaded_.case_.version;
    loaded_.account = account_of(order, loaded_.case_, {});
    if (story_.at_opening()) story_.went_on(case_id);
  }

  Moment next() {
    auto const params = story_.params();
    auto const& proof = params.at("evidence").as_array().front().as_object();
    loaded_.evidence.push_back(sure(api::read_evidence(proof, "params.evidence[0]", std::string(case_id), service(),
                                                       clock_.now(), ids_, [](auto) { return std::nullopt; })));
    Command const command{.event = std::string(params.at("event").as_string()),
                          .party = party_from(params.at("party").as_string()),
                          .actor = service(),
                          .params = params.at("params").as_object()};
    auto const now = clock_.now();
    auto attempt = sure(read_attempt(*loaded_.workflow->find_event(command.event), command, loaded_.case_, now));
    add_message_facts(attempt, *loaded_.book, {});
    add_proof_facts(attempt, std::span(loaded_.evidence).last(1));
    Moment moment{loaded_, attempt, now};
    go_on(attempt);
    return moment;
  }

  RefundStory story_{"shop1", "engine", 1};
  api::SystemClock clock_;
  api::SeededEntropy entropy_{1};
  api::Ids ids_{clock_, entropy_};
  api::LoadedCase loaded_;
};

}  // namespace

std::vector<Moment> const& moments() {
  static std::vector<Moment> const told = Telling().run();
  return told;
}

EntryDraft draft_of(Moment const& moment, Decision const& decision) {
  return draft_entry(decision, {.entry_id = "entry_01JGVWYB2C00000000000000AB",
                                .nonce = "00112233445566778899aabbccddeeff",
                                .request_id = "request-1",
                                .actor = service(),
                                .party = moment.attempt.party,
                                .event = moment.attempt.event->name,
                                .now = moment.now,
                                .plain_params = moment.attempt.plain_params,
                                .commitments = {},
                                .evidence = std::span(moment.loaded.evidence).last(1),
                                .book = *moment.loaded.book});
}

std::string const& request_text() {
  static std::string const text = Telling().first_request();
  return text;
}

}  // namespace redress::bench
