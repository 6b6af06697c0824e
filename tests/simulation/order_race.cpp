#include "tests/simulation/order_race.hpp"

#include "api/audit/verify_run.hpp"
#include "api/server/rulebooks.hpp"
#include "api/service/case_desk.hpp"
#include "engine/ledger/hash.hpp"
#include "engine/ledger/merkle.hpp"
#include "storage/memory/memory_store.hpp"
#include "tests/simulation/overdrawn.hpp"
#include "tests/simulation/world.hpp"

#include <map>
#include <set>
#include <stdexcept>

namespace redress::simulation {
namespace {

using boost::json::object;

constexpr std::uint64_t seed = 42;
constexpr std::string_view order_json =
    R"({"id":"o1","placed_at":"2026-01-04T02:00:00Z","paid_at":"2026-01-04T02:01:00Z",
  "dispatched_at":"2026-01-04T09:00:00Z","signed_at":"2026-01-06T02:00:00Z",
  "paid":{"minor":20000,"currency":"CNY"},"postage":{"minor":1000,"currency":"CNY"},"lines":[
  {"id":"L1","sku":"A","quantity":3,"paid":{"minor":12000,"currency":"CNY"}},
  {"id":"L2","sku":"B","quantity":1,"paid":{"minor":7000,"currency":"CNY"}}]})";
constexpr std::string_view refund_claim =
    R"({"reason":"quality","wants":"refund_only","goods_received":true,"amount":{"minor":12000,"currency":"CNY"}})";

struct Opening {
  std::string_view kind;
  std::string_view claim;
};
constexpr Opening openings[] = {
    {"refund", refund_claim},
    {"refund", refund_claim},
    {"exchange", R"({"reason":"wrong_item","wants":"exchange","lines":[{"id":"L1","quantity":3}],
                  "replacement":{"sku":"B","price":{"minor":4000,"currency":"CNY"}}})"},
    {"refund",
     R"({"reason":"quality","wants":"return_refund","goods_received":true,"lines":[{"id":"L1","quantity":2}]})"},
};

rules::Library const& library() {
  static auto const all = api::rulebooks_with({}).value();
  return all;
}

// Everything above the store, begun from the seed.
struct Desk {
  Desk(Store& the_store, std::uint64_t drawn_from) : store(the_store), entropy(drawn_from), books(library()) {}

  void send(std::string method, std::string_view caller, Role role, object params, std::string& answer) {
    Actor const actor{.id = std::string(caller), .role = role, .shop = "s1"};
    auto const take = method == "case.open" ? &api::CaseDesk::open : &api::CaseDesk::apply;
    (cases.*take)({actor, std::move(method), std::move(params)},
                  [&answer](std::string text) { answer = std::move(text); });
  }

  Store& store;
  api::VirtualClock clock{parse_rfc3339("2026-01-08T02:00:00Z").value()};
  api::SeededEntropy entropy;
  api::Ids ids{clock, entropy};
  api::RulebooksInForce books;
  api::CaseDesk cases{
      store, books, clock, ids, [](std::string_view) -> std::optional<api::BlobFact> { return std::nullopt; }, "key"};
};

}  // namespace

struct OrderRace::Parts {
  Over over;
  std::unique_ptr<World> world;  // of SQLite
  std::map<std::string, std::string> disk_at_the_beginning;
  std::vector<std::string> case_ids;

  std::unique_ptr<Store> open_store() {
    if (over == Over::memory) return std::make_unique<storage::MemoryStore>(storage::MemoryStore::Mode::queued);
    storage::SqliteOptions options;
    options.vfs = world->vfs.name();
    options.commits_on_drain = true;
    return storage::SqliteStore::open(world->folder, options).value();
  }

  void open_cases(Desk& desk) {
    case_ids.clear();
    for (auto const& opening : openings) {
      object params{{"shop", "s1"},
                    {"kind", opening.kind},
                    {"platform", "taobao"},
                    {"order", boost::json::parse(order_json)},
                    {"claim", boost::json::parse(opening.claim)},
                    {"request_id", fmt::format("open-{}", case_ids.size())}};
      std::string answer;
      desk.send("case.open", "shop-system", Role::service, std::move(params), answer);
      desk.store.drain();
      auto const said = boost::json::parse(answer);
      if (!said.as_object().contains("result")) throw std::logic_error("a case of the race does not open: " + answer);
      case_ids.emplace_back(said.at("result").at("case").at("id").as_string());
    }
  }
};

OrderRace::OrderRace(Over over) : parts_(std::make_unique<Parts>()) {
  auto& parts = *parts_;
  parts.over = over;
  if (over == Over::memory) return;
  parts.world = std::make_unique<World>(seed, Flaw::none, false);
  {
    auto const store = parts.open_store();
    Desk desk(*store, seed);
    parts.open_cases(desk);
  }
  parts.disk_at_the_beginning = parts.world->disk.contents();
}

OrderRace::~OrderRace() = default;

namespace {

// The trail of every case holds together, and each request made at most one entry.
std::string flaw_of_trails(StoreReader& reader) {
  std::map<std::string, std::pair<std::int64_t, std::string>> ends;
  std::set<std::pair<std::string, std::string>> requests;
  for (auto const& entry : reader.entries_from(0, 1000)) {
    auto const told = boost::json::parse(entry.bytes).as_object();
    auto& [length, last_hash] = ends[entry.case_id];
    if (entry.hash != ledger::hex(ledger::leaf_hash(entry.bytes))) return "an entry does not hash to what is stored";
    if (entry.case_seq != length || told.at("prev_hash").as_string() != last_hash) return "a trail is broken";
    std::pair request{std::string(told.at("actor").as_string()), std::string(told.at("request_id").as_string())};
    if (!requests.insert(request).second) return fmt::format("{} made two entries", request.second);
    ++length;
    last_hash = entry.hash;
  }
  for (auto const& [id, end] : ends)
    if (reader.find_case(id)->version != end.first || reader.find_case(id)->last_hash != end.second)
      return fmt::format("{} does not stand at its last entry", id);
  return {};
}

// The same command twice has one entry, and the second answer says that it is the first one's.
std::string flaw_of_answers(std::span<RacingCommand const* const> commands, std::vector<std::string> const& answers) {
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> first;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (answers[i].empty()) return fmt::format("{} was never answered", commands[i]->name);
    if (commands[i]->event.empty()) continue;
    auto const [at, is_new] = first.try_emplace({commands[i]->caller, commands[i]->request_id}, i);
    bool const replayed = answers[i].find("\"replayed\":true") != std::string::npos;
    bool const kept = answers[at->second].find("entry_") != std::string::npos;  // a fault is not kept, nor replayed
    if (replayed != (!is_new && kept)) return fmt::format("{} replayed or not, wrongly", commands[i]->name);
  }
  return {};
}

}  // namespace

RaceResult OrderRace::run(std::span<RacingCommand const* const> commands, unsigned commit_after, bool verify) {
  auto& parts = *parts_;
  if (parts.world) parts.world->disk.put_contents(parts.disk_at_the_beginning);
  auto const store = parts.open_store();
  if (parts.over == Over::memory) {
    Desk beginning(*store, seed);
    parts.open_cases(beginning);
  }
  Desk desk(*store, seed + 1);
  RaceResult result{std::vector<std::string>(commands.size()), {}};
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto const& command = *commands[i];
    auto const& case_id = parts.case_ids[static_cast<std::size_t>(command.on_case)];
    if (command.event.empty()) {
      store->write(
          [](StoreWriter& writer) {
            writer.put_setting("half", "done");
            throw std::runtime_error("it fails after it has written");
          },
          [&result, i](std::exception_ptr failed) { result.answers[i] = failed ? "failed" : ""; });
    } else {
      object params{{"case_id", case_id},
                    {"event", command.event},
                    {"params", boost::json::parse(command.params)},
                    {"request_id", command.request_id}};
      if (command.of_first_version) params.emplace("if_version", 1);
      desk.send("case.apply", command.caller, command.role, std::move(params), result.answers[i]);
    }
    if (i + 1 == commands.size() || (commit_after >> i & 1U) != 0) store->drain();
  }
  store->read([&](StoreReader& reader) {
    result.wrong = overdrawn(reader, "s1", "taobao", "o1");
    if (result.wrong.empty()) result.wrong = flaw_of_trails(reader);
    if (reader.setting("half")) result.wrong = "half of a failed unit stayed";
  });
  if (result.wrong.empty()) result.wrong = flaw_of_answers(commands, result.answers);
  if (!verify || !parts.world || !result.wrong.empty()) return result;
  auto const report = api::verify_store(dynamic_cast<storage::SqliteStore&>(*store),
                                        {.data_dir = parts.world->folder, .blobs = false, .threads = 1});
  if (!report.ok()) result.wrong = "verify: " + report.findings.front().says.en;
  return result;
}

}  // namespace redress::simulation
