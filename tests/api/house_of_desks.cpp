#include "tests/api/house_of_desks.hpp"

#include "api/server/rulebooks.hpp"

#include <fmt/format.h>

#include <chrono>
#include <future>
#include <stdexcept>

namespace redress::api {

namespace {

// Keys out of one counter; anyone can guess them.
class PlainKeyRing final : public KeyRing {
 public:
  LedgerKeys keys(Instant now) override {
    LedgerKeys all;
    for (auto const& [key, until] : held_)
      if (!until || *until > now)
        all.signing.push_back(key);
      else
        all.retired.push_back(key.verifier());
    return all;
  }
  std::string prepare(std::string_view) override { return next_.emplace(drawn(++count_)).verifier().text(); }
  std::optional<std::string> prepared() override {
    return next_ ? std::optional(next_->verifier().text()) : std::nullopt;
  }
  void promote(Instant until) override {
    held_.front().second = until;
    held_.insert(held_.begin(), {*next_, std::nullopt});
    next_.reset();
  }
  void discard() override { next_.reset(); }

 private:
  static ledger::SigningKey drawn(std::uint8_t number) {
    return ledger::SigningKey::from_seed("test", std::vector<std::uint8_t>(32, number)).value();
  }

  std::uint8_t count_ = 7;
  std::vector<std::pair<ledger::SigningKey, std::optional<Instant>>> held_{{drawn(7), std::nullopt}};
  std::optional<ledger::SigningKey> next_;
};

}  // namespace

struct HouseOfDesks::Parts {
  Parts(std::uint64_t seed, std::vector<rules::BookSource> const& shops)
      : entropy(seed),
        ids(clock, entropy),
        folder(shops),
        books(rulebooks_with(folder).value()),
        rulebooks(store, books, clock, ids,
                  {[this](auto const& given) -> Result<CheckedRulebooks> {
                     return checked_rulebooks(with_given(folder, given));
                   },
                   [this](auto const& given) {
                     folder = with_given(folder, given);
                     return Result<void>{};
                   }}),
        cases(
            store, books, clock, ids,
            [](std::string_view) {
              return std::optional(BlobFact{1000, "image/png"});
            },
            "key"),
        reading(store, books, clock),
        evidence(store, books, clock, conversation_reader([](std::string_view) { return std::nullopt; })),
        signer(store, ledger_keeping_in_memory(), ring.keys(clock.now())),
        key_desk(store, clock, Office{store, clock, ids}, signer, ring),
        audit(store, books, signer),
        door(store, clock),
        shredder(store, clock, office, ErasureList::open({}).value(), {[](auto const&) {}, [] { return true; }}),
        subjects(store, clock, office, shredder),
        reveals(store, clock, office),
        runner(store, cases, clock, port),
        packs(
            store, books, audit, [](std::string_view) { return true; }, "redress test"),
        dispatcher(
            handles_of({store, books, clock, &clock, ids, cases, reading, evidence, audit, runner, door, rulebooks,
                        packs, key_desk, subjects, reveals, [](std::function<void()> const& work) { work(); }}),
            [](std::function<void()> work) { work(); }, [](auto...) {}, true) {
    rulebooks.start();
  }

  std::string shop = "s1";
  VirtualClock clock{parse_rfc3339("2026-01-08T02:00:00Z").value()};
  SeededEntropy entropy;
  Ids ids;
  storage::MemoryStore store;
  std::vector<rules::BookSource> folder;
  RulebooksInForce books;
  RulebookDesk rulebooks;
  HoldingPort port;
  CaseDesk cases;
  CaseReading reading;
  EvidenceReading evidence;
  PlainKeyRing ring;
  LedgerSigner signer;
  KeyDesk key_desk;
  AuditDesk audit;
  TokenDoor door;
  Office office{store, clock, ids};
  Shredder shredder;
  SubjectDesk subjects;
  RevealDesk reveals;
  Runner runner;
  packs::PackDesk packs;
  rpc::Dispatcher dispatcher;
};

HouseOfDesks::HouseOfDesks(std::uint64_t seed, std::vector<rules::BookSource> shops)
    : parts_(std::make_unique<Parts>(seed, shops)) {}
HouseOfDesks::~HouseOfDesks() = default;

VirtualClock& HouseOfDesks::clock() { return parts_->clock; }
storage::MemoryStore& HouseOfDesks::store() { return parts_->store; }
void HouseOfDesks::be_of(std::string shop) { parts_->shop = std::move(shop); }
void HouseOfDesks::put_rulebooks(std::vector<rules::BookSource> folder) { parts_->folder = std::move(folder); }
Runner& HouseOfDesks::runner() { return parts_->runner; }

boost::json::value HouseOfDesks::handle(std::string_view text, Role role, std::string_view person) {
  // Of several threads one runs the units of all, so an answer may come from another thread, and later.
  auto const answered = std::make_shared<std::promise<std::string>>();
  auto future = answered->get_future();
  Actor const actor{.id = fmt::format("test-{}{}", name_of(role), person),
                    .role = role,
                    .shop = role == Role::admin ? "" : parts_->shop};
  parts_->dispatcher.handle(text, actor, [answered](std::string reply) { answered->set_value(std::move(reply)); });
  if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready)
    throw std::runtime_error("never answered");
  auto const answer = future.get();
  return answer.empty() ? boost::json::value(nullptr) : boost::json::parse(answer);
}

boost::json::object HouseOfDesks::call(std::string_view method, boost::json::object params, Role role,
                                       std::string_view person) {
  boost::json::object const request{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
  return handle(boost::json::serialize(request), role, person).as_object();
}

}  // namespace redress::api
