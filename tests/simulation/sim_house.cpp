#include "tests/simulation/sim_house.hpp"

#include "api/audit/verify_run.hpp"
#include "api/server/handles.hpp"
#include "api/server/rulebooks.hpp"
#include "api/service/id_order.hpp"

namespace redress::simulation {
namespace {

constexpr std::int64_t small_log_bytes = 192 * 1024;  // so that checkpoints happen within a short life

// Read once: a Library is immutable, and reading it costs more than a whole simulated life.
rules::Library const& library() {
  static auto const all = api::rulebooks_with({}).value();
  return all;
}

class FixedKeyRing final : public api::KeyRing {
 public:
  api::LedgerKeys keys(Instant) override {
    api::LedgerKeys all;
    all.signing.push_back(ledger::SigningKey::from_seed("simulation", std::vector<std::uint8_t>(32, 7)).value());
    return all;
  }
  std::string prepare(std::string_view) override { return keys({}).signing.front().verifier().text(); }
  std::optional<std::string> prepared() override { return std::nullopt; }
  void promote(Instant) override {}
  void discard() override {}
};

// What was signed last is the world's: it outlives the process.
class KeptHead final : public ledger::SignedMemory {
 public:
  explicit KeptHead(ledger::SignedMemory& kept) : kept_(kept) {}
  std::optional<std::string> last() override { return kept_.last(); }
  void keep(std::string_view note) override { kept_.keep(note); }

 private:
  ledger::SignedMemory& kept_;
};

api::LedgerKeeping keeping(World& world) {
  auto all = api::ledger_keeping_in_memory();
  all.memory = std::make_unique<KeptHead>(world.signed_head);
  return all;
}

class FlawedDelivery final : public api::DeliveryPort {
 public:
  FlawedDelivery(World& world, SimStore& store) : world_(world), store_(store) {}

  api::Delivered deliver(OutboxItem const& item) override {
    auto told = item;
    if (world_.flaw == Flaw::payout_key_changes) told.key += fmt::format("-{}", item.attempts);
    if (world_.flaw == Flaw::delivered_before_delivery) {
      store_.write([&](StoreWriter& store) { store.outbox_delivered(item.key, world_.clock.now()); }, nullptr);
      store_.drain();
    }
    return world_.receiver.deliver(told);
  }

 private:
  World& world_;
  SimStore& store_;
};

}  // namespace

struct SimHouse::Parts {
  Parts(World& the_world, std::unique_ptr<storage::SqliteStore> opened)
      : world(the_world),
        ids(world.clock, world.entropy),
        sqlite(std::move(opened)),
        flaws{.flaw = world.flaw, .vfs = world.vfs, .clock = world.clock, .timers = world.flaw_timers},
        store(*sqlite, world.flaw == Flaw::none ? nullptr : &flaws, [this] { before_answer(); }),
        books(library()),
        rulebooks(store, books, world.clock, ids,
                  {[](auto const& given) -> Result<api::CheckedRulebooks> { return api::checked_rulebooks(given); },
                   [](auto const&) { return Result<void>{}; }}),
        cases(
            store, books, world.clock, ids,
            [](std::string_view) -> std::optional<api::BlobFact> { return std::nullopt; }, "simulation"),
        reading(store, books, world.clock),
        evidence(store, books, world.clock, api::conversation_reader([](std::string_view) { return std::nullopt; })),
        signer(store, keeping(world), ring.keys(world.clock.now())),
        key_desk(store, world.clock, office, signer, ring),
        audit(store, books, signer),
        door(store, world.clock),
        shredder(store, world.clock, office, api::ErasureList::open({}).value(),
                 {[](auto const&) {}, [this] { return sqlite->cut_log(); }}),
        subjects(store, world.clock, office, shredder),
        reveals(store, world.clock, office),
        flawed_delivery(world, store),
        runner(store, cases, world.clock,
               world.flaw == Flaw::none ? static_cast<api::DeliveryPort&>(world.receiver) : flawed_delivery),
        packs(
            store, books, audit, [](std::string_view) { return false; }, "redress simulation"),
        dispatcher(
            handles(), [this](std::function<void()> work) { reads.push_back(std::move(work)); }, [](auto...) {},
            false) {
    // A flawed port is read by whoever decides in turn; looking past it would hide its defect.
    if (world.flaw == Flaw::none) cases.foresee_with(*sqlite);
  }

  ~Parts() {
    reads.clear();
    store.drain();
  }

  std::map<std::string, api::rpc::Handle, std::less<>> handles() {
    auto all = api::handles_of({store, books, world.clock, nullptr, ids, cases, reading, evidence, audit, runner, door,
                                rulebooks, packs, key_desk, subjects, reveals,
                                [this](std::function<void()> work) { reads.push_back(std::move(work)); }});
    if (world.flaw != Flaw::version_check_skipped) return all;
    for (auto const* method : {"case.apply", "case.facts"})
      all[method] = [inner = all[method]](api::DeskCall call, api::AnswerDone done) {
        call.params.erase("if_version");
        inner(std::move(call), std::move(done));
      };
    return all;
  }

  void before_answer() {
    if (world.answers_until_end == 0 || world.disk.has_ended() || --world.answers_until_end > 0) return;
    world.faults.add(Trouble::ended_between_commit_and_answer);
    world.trace.note("process ends between commit and answer");
    world.disk.end(true);
  }

  World& world;
  api::Ids ids;
  std::unique_ptr<storage::SqliteStore> sqlite;
  FlawMemory flaws;
  SimStore store;
  api::RulebooksInForce books;
  api::RulebookDesk rulebooks;
  api::CaseDesk cases;
  api::CaseReading reading;
  api::EvidenceReading evidence;
  FixedKeyRing ring;
  api::LedgerSigner signer;
  api::Office office{store, world.clock, ids};
  api::KeyDesk key_desk;
  api::AuditDesk audit;
  api::TokenDoor door;
  api::Shredder shredder;
  api::SubjectDesk subjects;
  api::RevealDesk reveals;
  FlawedDelivery flawed_delivery;
  api::Runner runner;
  packs::PackDesk packs;
  std::deque<std::function<void()>> reads;
  api::rpc::Dispatcher dispatcher;
};

SimHouse::SimHouse(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SimHouse::~SimHouse() = default;

namespace {

bool writes_after_commit(Flaw flaw) {
  return flaw == Flaw::answer_outside_transaction || flaw == Flaw::evidence_outside_transaction ||
         flaw == Flaw::outbox_outside_transaction;
}

}  // namespace

Result<std::unique_ptr<SimHouse>> SimHouse::start(World& world) {
  storage::SqliteOptions options;
  options.vfs = world.vfs.name();
  options.commits_on_drain = true;
  options.checkpoint_wal_bytes = small_log_bytes;
  // Small groups follow each other while units wait, so that one runs before the sync of the one before; large ones
  // overwrite what small ones left in the log. The defects that write after a commit need the connection for
  // themselves then.
  options.batch_units_max = writes_after_commit(world.flaw) ? 512 : world.chance.percent(60) ? 2 : 16;
  options.learn_after = 8;  // most rows of a run are squeezed ones
  auto opened = storage::SqliteStore::open(world.folder, options);
  if (!opened) return opened.error();
  auto house = std::unique_ptr<SimHouse>(new SimHouse(std::make_unique<Parts>(world, std::move(*opened))));
  auto& parts = *house->parts_;
  if (world.flaw == Flaw::synchronous_normal && !world.disk.has_ended())
    world.vfs.run_on_writer("PRAGMA synchronous = NORMAL");
  SimStore::Waiting const waiting(parts.store);
  try {
    if (world.flaw != Flaw::ids_go_back_with_the_clock) api::continue_ids(parts.store, parts.ids);
    parts.rulebooks.start();
    parts.shredder.replay();
    parts.shredder.run_due();
    parts.runner.also([&parts] { parts.shredder.run_due(); });
  } catch (FaultError const& why) {
    return why.fault();
  }
  if (world.disk.has_ended()) return Fault{FaultKind::internal, {"进程已结束", "the process has ended"}};
  return house;
}

void SimHouse::handle(std::string_view text, Actor const& actor, std::function<void(std::string)> reply) {
  parts_->dispatcher.handle(text, actor, std::move(reply));
}

std::size_t SimHouse::reads_waiting() const { return parts_->reads.size(); }

void SimHouse::run_read() {
  if (parts_->reads.empty()) return;
  auto const work = std::move(parts_->reads.front());
  parts_->reads.pop_front();
  SimStore::Waiting const waiting(parts_->store);
  work();
}

void SimHouse::commit() { parts_->store.drain(); }

std::int64_t SimHouse::gathered() const { return parts_->sqlite->status().queued; }

bool SimHouse::run_pass() {
  SimStore::Waiting const waiting(parts_->store);
  try {
    parts_->runner.run_until_idle();
    return !parts_->world.disk.has_ended();
  } catch (std::exception const& why) {  // as the runner's own thread does: it looks again later
    parts_->world.trace.note("runner broke off: {}", why.what());
    return false;
  }
}

storage::SqliteStore& SimHouse::store() { return *parts_->sqlite; }
api::Runner& SimHouse::runner() { return parts_->runner; }
bool SimHouse::has_stopped_writing() const { return !parts_->sqlite->status().failure.empty(); }

}  // namespace redress::simulation
