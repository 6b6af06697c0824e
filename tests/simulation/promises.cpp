#include "tests/simulation/promises.hpp"

#include "api/audit/verify_run.hpp"
#include "api/service/kept_answer.hpp"
#include "engine/cases/office_entry.hpp"
#include "engine/ledger/hash.hpp"
#include "engine/ledger/merkle.hpp"
#include "tests/simulation/overdrawn.hpp"
#include "workflows/catalogue.hpp"

#include <algorithm>

namespace redress::simulation {
namespace {

using boost::json::object;

std::string text_in(object const& json, std::string_view member) {
  auto const* found = json.if_contains(member);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

// Whoever checks sees the disk as it is and makes nothing go wrong.
class Calm {
 public:
  explicit Calm(SimDisk& disk) : disk_(disk) { disk_.look_on(true); }
  ~Calm() { disk_.look_on(false); }
  Calm(Calm const&) = delete;
  Calm& operator=(Calm const&) = delete;

 private:
  SimDisk& disk_;
};

// The half of a response that is stored: {"result":...} or {"error":...}.
std::string stored_half(std::string const& response) {
  for (auto const* name : {",\"result\":", ",\"error\":"})
    if (auto const at = response.find(name); at != std::string::npos) return "{" + response.substr(at + 1);
  return {};
}

// An answer told again, as it was told first.
boost::json::value without_mark(std::string const& told_again) {
  auto again = boost::json::parse(told_again).as_object();
  if (again.contains("result"))
    again.at("result").as_object().erase("replayed");
  else
    again.at("error").at("data").as_object().erase("replayed");
  return again;
}

object const* entry_in(object const& response) {
  auto const* result = response.if_contains("result");
  auto const* entry = result && result->is_object() ? result->get_object().if_contains("entry") : nullptr;
  return entry && entry->is_object() ? &entry->get_object() : nullptr;
}

object const* error_data(object const& response) {
  auto const* error = response.if_contains("error");
  auto const* data = error ? error->get_object().if_contains("data") : nullptr;
  return data ? &data->get_object() : nullptr;
}

bool is_replayed(object const& response) {
  auto const* result = response.if_contains("result");
  auto const* said = result ? result->as_object().if_contains("replayed") : nullptr;
  if (auto const* data = error_data(response)) said = data->if_contains("replayed");
  return said && said->as_bool();
}

}  // namespace

// ---- answers

void Promises::answered(Asked const& asked, std::string const& response) {
  boost::system::error_code failed;
  auto const parsed = boost::json::parse(response, failed);
  if (failed || !parsed.is_object()) return world_.broken(fmt::format("an answer is no JSON object: {}", response));
  auto const& json = parsed.get_object();
  auto const request_id = text_in(asked.params, "request_id");
  auto const* data = error_data(json);
  auto const kind = data ? text_in(*data, "kind") : std::string{};
  if (kind == "internal" && world_.disk.refusals() == 0)
    world_.broken(fmt::format("a fault of ours while nothing was wrong: {} answered {}", asked.method, response));
  bool const reused = world_.reused_ids.contains({asked.actor.id, request_id});
  if (kind == "request_id_reused" && !reused)
    world_.broken(fmt::format("{} never used {} for anything else, and is told it did", asked.actor.id, request_id));
  check_shops(asked, json);
  auto const* entry = entry_in(json);
  auto const entry_id = entry ? text_in(*entry, "id") : data ? text_in(*data, "entry_id") : std::string{};
  if (entry_id.empty() || request_id.empty()) return;
  if (entry) check_own(asked, *entry);
  acknowledged_.insert(entry_id);
  if (is_replayed(json)) return check_replay(asked, json);
  auto const [known, is_new] =
      first_answers_.try_emplace({asked.actor.id, request_id}, FirstAnswer{stored_half(response)});
  if (!is_new) world_.broken(fmt::format("{} was carried out again for {}: {}", request_id, asked.actor.id, response));
}

void Promises::check_own(Asked const& asked, object const& entry) {
  auto const want = [&](std::string_view member, std::string const& value) {
    if (!value.empty() && text_in(entry, member) != value)
      world_.broken(fmt::format("{} asked for {} {} and was answered with {}", asked.actor.id, member, value,
                                text_in(entry, member)));
  };
  want("actor", asked.actor.id);
  want("request_id", text_in(asked.params, "request_id"));
  if (world_.reused_ids.contains({asked.actor.id, text_in(asked.params, "request_id")})) return;
  want("case_id", text_in(asked.params, "case_id"));
  want("event", text_in(asked.params, "event"));
  auto const* version = asked.params.if_contains("if_version");
  if (version && version->to_number<std::int64_t>() != entry.at("case_seq").to_number<std::int64_t>())
    world_.broken(fmt::format("{} asked for version {} and changed version {}", asked.actor.id,
                              version->to_number<std::int64_t>(), entry.at("case_seq").to_number<std::int64_t>()));
}

void Promises::check_replay(Asked const& asked, object const& response) {
  auto const first = first_answers_.find({asked.actor.id, text_in(asked.params, "request_id")});
  if (first == first_answers_.end()) return;
  if (without_mark(stored_half(boost::json::serialize(response))) != boost::json::parse(first->second.told))
    world_.broken(fmt::format("a repeated request got another answer than at first: {}", first->first.second));
}

// A caller of one shop is shown that shop's cases alone.
void Promises::check_shops(Asked const& asked, object const& response) {
  auto const* result = response.if_contains("result");
  if (!result || asked.actor.shop.empty()) return;
  auto const check = [&](object const& case_) {
    if (auto const shop = text_in(case_, "shop"); !shop.empty() && shop != asked.actor.shop)
      world_.broken(fmt::format("{} was shown a case of {} by {}", asked.actor.id, shop, asked.method));
  };
  if (auto const* case_ = result->as_object().if_contains("case")) check(case_->as_object());
  auto const* all = result->as_object().if_contains("cases");
  if (all && all->is_array())
    for (auto const& case_ : all->get_array()) check(case_.as_object());
}

// ---- entries

void Promises::look(storage::SqliteStore& store, bool same_moment) {
  Calm const calm(world_.disk);
  store.read([&](StoreReader& reader) {
    while (!world_.broken()) {
      auto const page = reader.entries_from(std::ssize(hashes_), 100);
      for (auto const& entry : page) take(entry, same_moment, reader);
      if (page.size() < 100) break;
    }
    if (reader.ledger_size() < std::ssize(hashes_))
      world_.broken(fmt::format("{} entries were there, now {} are", hashes_.size(), reader.ledger_size()));
  });
  for (auto const& id : acknowledged_)
    if (!entry_ids_.contains(id)) world_.broken(fmt::format("acknowledged, and not recorded: {}", id));
}

void Promises::take(Entry const& entry, bool same_moment, StoreReader& reader) {
  if (entry.seq != std::ssize(hashes_)) world_.broken(fmt::format("entry {} stands at {}", hashes_.size(), entry.seq));
  if (entry.hash != ledger::hex(ledger::leaf_hash(entry.bytes)))
    world_.broken(fmt::format("entry {} does not hash to what is stored", entry.seq));
  hashes_.push_back(entry.hash);
  entry_ids_.insert(entry.id);
  auto const told = boost::json::parse(entry.bytes).as_object();
  auto const request = std::pair{text_in(told, "actor"), text_in(told, "request_id")};
  if (!request.second.empty() && !requests_.insert(request).second)
    world_.broken(fmt::format("carried out twice: {} of {}", request.second, request.first));
  if (is_office(entry.case_id)) return;
  auto& seen = cases_[entry.case_id];
  seen.id = entry.case_id;
  if (text_in(told, "prev_hash") != seen.last_hash || entry.case_seq != seen.version)
    world_.broken(fmt::format("entry {} does not follow the one before it of {}", entry.seq, entry.case_id));
  take_attempt(told, seen, same_moment);
  seen.last_hash = entry.hash;
  seen.version = entry.case_seq + 1;
  if (auto const* postings = told.if_contains("postings"); postings && !postings->as_array().empty())
    check_money(reader, seen);
}

void Promises::take_attempt(object const& told, SeenCase& seen, bool same_moment) {
  auto const event = text_in(told, "event");
  auto const at = parse_rfc3339(text_in(told, "at")).value();
  bool const accepted = text_in(told, "outcome") == "accepted";
  bool const deadline = event == "deadline_passed";
  // What was decided before its turn may be a second older (api/service/foreseen.cpp).
  auto const age_ms = world_.clock.now() - at;
  if (same_moment && (age_ms < 0 || age_ms > 1000))
    world_.broken(fmt::format("an entry of {} says {}", format_rfc3339(world_.clock.now()), format_rfc3339(at)));
  if (accepted && deadline && (!seen.due || at < *seen.due))
    world_.broken(fmt::format("a deadline of {} fired early: at {}, due {}", seen.id, format_rfc3339(at),
                              seen.due ? format_rfc3339(*seen.due) : "never"));
  if (seen.version == 0) {
    seen.shop = text_in(told, "shop");
    seen.kind = text_in(told, "kind");
    seen.platform = text_in(told, "platform");
    seen.order_id = text_in(told.at("params").as_object(), "order_id");
  }
  if (accepted) check_row(told, seen);
  if (accepted || seen.version == 0) seen.state = text_in(told, "to");
  if (accepted)
    for (auto const& each : told.at("effects").as_array()) {
      auto const& effect = each.as_object();
      auto const* amount = effect.if_contains("amount");
      effects_.push_back({text_in(effect, "key"), text_in(effect, "kind"), seen.id,
                          amount ? amount->at("minor").to_number<std::int64_t>() : 0});
    }
  seen.final = told.at("standing").at("final").as_bool();
  seen.due.reset();
  if (auto const* due = told.if_contains("due"); due && due->is_object())
    seen.due = parse_rfc3339(text_in(due->get_object(), "at")).value();
  seen.deadline_was_refused = deadline && !accepted;
  if (deadline && accepted) last_fired_ = at;
}

// An accepted event moved the case along a row of its workflow; what is no event of it moved nothing.
void Promises::check_row(object const& told, SeenCase const& seen) {
  auto const* workflow = workflows::find_workflow(seen.kind);
  auto const event = text_in(told, "event");
  auto const from = text_in(told, "from");
  auto const to = text_in(told, "to");
  if (seen.version > 0 && from != seen.state)
    world_.broken(fmt::format("{} stood in {}, its entry begins in {}", seen.id, seen.state, from));
  if (!workflow->find_event(event)) {
    if (from != to) world_.broken(fmt::format("{} moved {} from {} to {}", event, seen.id, from, to));
    return;
  }
  bool const legal = std::ranges::any_of(workflow->rows(), [&](RowSpec const& row) {
    return row.on->name == event && row.from->name == from && row.to->name == to;
  });
  if (!legal) world_.broken(fmt::format("{} has no row from {} on {} to {}", seen.kind, from, event, to));
}

void Promises::check_money(StoreReader& reader, SeenCase const& seen) {
  if (auto const what = overdrawn(reader, seen.shop, seen.platform, seen.order_id); !what.empty()) world_.broken(what);
}

// ---- from time to time

void Promises::after_start(storage::SqliteStore& store) {
  {
    Calm const calm(world_.disk);
    store.read([&](StoreReader& reader) {
      if (reader.ledger_size() < std::ssize(hashes_))
        world_.broken(
            fmt::format("{} entries were there, after the start {} are", hashes_.size(), reader.ledger_size()));
      for (std::size_t from = 0; from < hashes_.size() && !world_.broken(); from += 100)
        for (auto const& entry : reader.entries_from(static_cast<std::int64_t>(from), 100))
          if (auto const seq = static_cast<std::size_t>(entry.seq); seq < hashes_.size() && hashes_[seq] != entry.hash)
            world_.broken(fmt::format("entry {} is another after the start", seq));
      for (auto& [request, answer] : first_answers_) check_kept(reader, request, answer);
    });
  }
  if (!world_.broken()) look(store, false);
  if (!world_.broken()) check_verify(store);
}

// What a stored answer says is made of its text and of entries, and those are checked by themselves.
void Promises::check_kept(StoreReader& reader, std::pair<std::string, std::string> const& request,
                          FirstAnswer& answer) {
  auto const stored = reader.find_answer(request.first, request.second);
  if (!stored) return world_.broken(fmt::format("the answer to {} of {} is gone", request.second, request.first));
  if (stored->text == answer.compared_as) return;
  if (without_mark(api::told_again(reader, stored->text)) != boost::json::parse(answer.told))
    return world_.broken(fmt::format("the answer to {} of {} is another now", request.second, request.first));
  answer.compared_as = stored->text;
}

void Promises::check_verify(storage::SqliteStore& store) {
  Calm const calm(world_.disk);
  auto const report =
      api::verify_store(store, {.data_dir = world_.folder, .blobs = false, .findings_max = 1, .threads = 1});
  if (report.ok()) return;
  auto const& finding = report.findings.front();
  world_.broken(fmt::format("verify: {} {} {}{}: {} (expected {}, is {})", finding.what, finding.table, finding.row,
                            finding.entry_id, finding.says.en, finding.expected, finding.actual));
}

void Promises::after_pass() {
  for (auto const& [id, seen] : cases_)
    if (!seen.final && seen.due && *seen.due <= world_.clock.now() && !seen.deadline_was_refused)
      world_.broken(fmt::format("the deadline of {} was {}; it is {}, and nothing happened", id,
                                format_rfc3339(*seen.due), format_rfc3339(world_.clock.now())));
}

void Promises::check_receivers(StoreReader& reader) {
  auto const& orders = world_.receiver.orders();
  if (!world_.receiver.contradiction().empty()) world_.broken(world_.receiver.contradiction());
  std::map<std::string, std::string> ordered;
  for (auto const& effect : effects_) ordered.emplace(effect.key, effect.kind);
  std::map<std::string, std::int64_t> paid_minor;  // by case
  for (auto const& [key, order] : orders) {
    auto const known = ordered.find(key);
    bool const reminder = order.kind == "deadline_reminder";
    if (!reminder && (known == ordered.end() || known->second != order.kind))
      world_.broken(fmt::format("{} was delivered under {}, and no entry ordered that", order.kind, key));
    if (order.moves_money && !order.failed && order.outcome == "payout_confirmed")
      paid_minor[order.case_id] += order.minor;
  }
  for (auto const& [id, minor] : paid_minor) {
    auto const case_ = reader.find_case(id);
    if (case_ && minor > case_->account.refunded_minor + case_->account.pending_minor)
      world_.broken(fmt::format("{} was paid out {}, its account says {}", id, minor,
                                case_->account.refunded_minor + case_->account.pending_minor));
  }
  // Told at least once: everything an entry ordered, unless somebody reported its outcome before it went out.
  for (auto const& effect : effects_) {
    if (effect.kind == "open_refund_case" || orders.contains(effect.key)) continue;
    auto const items = reader.outbox_of(effect.case_id);
    auto const item = std::ranges::find(items, effect.key, &OutboxItem::key);
    bool const settled = item != items.end() && item->delivered_at &&
                         (effect.kind == "order_payout" || effect.kind == "refund_price_difference" ||
                          effect.kind == "order_compensation" || effect.kind == "advance");
    if (!settled && effect.kind != "advance")
      world_.broken(fmt::format("{} ({}) never reached anybody", effect.kind, effect.key));
  }
}

void Promises::at_end(storage::SqliteStore& store) {
  look(store, false);
  if (world_.broken()) return;
  {
    Calm const calm(world_.disk);
    store.read([&](StoreReader& reader) {
      check_receivers(reader);
      for (auto const& [id, seen] : cases_) {
        if (!world_.broken()) check_money(reader, seen);
        for (auto const& item : reader.outbox_of(id))
          if (!item.delivered_at && item.due_at <= world_.clock.now() && item.kind != "send_staged")
            world_.broken(fmt::format("{} of {} still waits: {}", item.kind, id, item.last_failure));
      }
    });
  }
  if (!world_.broken()) check_verify(store);
}

}  // namespace redress::simulation
