#include "api/server/app_parts.hpp"

#include "api/audit/verify_call.hpp"
#include "api/backup/backup_call.hpp"
#include "api/http/server.hpp"
#include "api/rpc/document.hpp"
#include "api/server/ask_within.hpp"
#include "api/server/callers.hpp"
#include "api/server/console_pages.hpp"
#include "api/server/descriptors.hpp"
#include "api/server/front.hpp"
#include "api/server/handles.hpp"
#include "api/server/key_files.hpp"
#include "api/server/live_handles.hpp"
#include "api/server/metrics.hpp"
#include "api/server/pack_pages.hpp"
#include "api/server/pages.hpp"
#include "api/server/picture_child.hpp"
#include "api/server/publisher.hpp"
#include "api/server/rulebooks.hpp"
#include "api/server/second_factor_handles.hpp"
#include "api/server/tlog_pages.hpp"
#include "api/server/turns.hpp"
#include "api/server/version.hpp"
#include "api/service/id_order.hpp"
#include "api/service/waybills.hpp"
#include "storage/common/file.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "storage/tlog/ledger_files.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <future>
#include <thread>

namespace redress::api {
namespace {

constexpr unsigned disk_threads = 4;
constexpr std::int64_t slow_call_us = 1'000'000;
constexpr int look_at_callers_every_ms = 1'000;

Result<LedgerKeeping> ledger_files(AppOptions const& options) {
  auto const folder = options.data_dir / "tlog";
  if (auto const made = storage::make_private_folder(folder); !made) return made.error();
  auto const& elsewhere = options.publish.signed_memory;
  try {
    return LedgerKeeping{
        std::make_unique<storage::FileHashRows>(folder),
        std::make_unique<storage::FileSignedMemory>(elsewhere.empty() ? options.data_dir / "ledger.signed" : elsewhere),
        std::make_unique<storage::FileHistory>(folder)};
  } catch (FaultError const& why) {
    return why.fault();
  }
}

}  // namespace

Result<void> App::Parts::open_store() {
  auto opened = storage::SqliteStore::open(options.data_dir, {.after_group = [bell = bell, waker = waker] {
                                             bell->ring();
                                             waker->news();
                                           }});
  if (!opened) return opened.error();
  store = std::move(*opened);
  continue_ids(*store, *ids);
  worklist = std::make_shared<Worklist>(WorkFile(options.data_dir / "work.table"));
  auto opened_blobs = storage::BlobStore::open(options.data_dir);
  if (!opened_blobs) return opened_blobs.error();
  blobs = std::move(*opened_blobs);
  if (options.rulebooks.empty()) {  // where books activated by their texts are kept
    options.rulebooks = options.data_dir / "rulebooks";
    if (auto const made = storage::make_private_folder(options.rulebooks); !made) return made.error();
  }
  auto const files = read_rulebook_folder(options.rulebooks);
  if (!files) return files.error();
  auto loaded = rulebooks_with(*files);
  if (!loaded) return loaded.error();
  books.emplace(std::move(*loaded));
  rulebooks = std::make_unique<RulebookDesk>(*store, *books, *clock, *ids, rulebook_folder(options.rulebooks));
  for (auto const& change : rulebooks->start()) {
    auto said = to_json(change);
    said.emplace("msg", "rulebooks_not_activated");
    spdlog::warn("{}", boost::json::serialize(said));
  }
  return {};
}

Result<void> App::Parts::open_desks() {
  auto keys = ledger_keys(options.data_dir, *ids, clock->now());
  if (!keys) return keys.error();
  ring = std::make_unique<FileKeyRing>(options.data_dir, *ids);
  try {
    finish_rotation(*store, *ring);
    *keys = ring->keys(clock->now());
  } catch (FaultError const& why) {
    return why.fault();
  }
  auto keeping = ledger_files(options);
  if (!keeping) return keeping.error();
  auto pseudonyms = pseudonym_key(options.data_dir, *ids);
  if (!pseudonyms) return pseudonyms.error();
  auto admin = admin_token_file(options.data_dir, *store, *clock, *ids);
  if (!admin) return admin.error();
  admin_token = std::move(*admin);
  auto const find_blob = [this](std::string_view sha256) -> std::optional<BlobFact> {
    auto const found = blobs->find(sha256);
    if (!found) throw FaultError(found.error());
    if (!*found) return std::nullopt;
    return BlobFact{(*found)->size_bytes, (*found)->mime};
  };
  auto const file_of = [this](std::string_view sha256) -> std::optional<std::filesystem::path> {
    auto const found = blobs->find(sha256);
    if (!found) throw FaultError(found.error());
    if (!*found) return std::nullopt;
    return (*found)->path;
  };
  auto const read_chat = conversation_reader(file_of);
  auto const count_lines = [read_chat](Evidence const& item) -> Result<std::size_t> {
    auto const lines = read_chat(item);
    if (!lines) return lines.error();
    return lines->size();
  };
  mark_of_waybill = [key = *pseudonyms](std::string_view waybill) { return waybill_mark(key, waybill); };
  queue = std::make_unique<ShopQueue>(*store, options.queue);
  cases = std::make_unique<CaseDesk>(*queue, *books, *clock, *ids, find_blob, std::move(*pseudonyms),
                                     EvidenceRoom{options.evidence, count_lines});
  cases->foresee_with(*store);
  evidence = std::make_unique<EvidenceReading>(*store, *books, *clock, read_chat);
  reading = std::make_unique<CaseReading>(*store, *books, *clock);
  signer = std::make_unique<LedgerSigner>(*store, std::move(*keeping), std::move(*keys));
  audit = std::make_unique<AuditDesk>(*store, *books, *signer);
  key_desk = std::make_unique<KeyDesk>(*store, *clock, Office{*store, *clock, *ids}, *signer, *ring);
  // Keys that have had their time stop signing without a restart.
  publisher =
      std::make_unique<Publisher>(*signer, options.publish, *ids, [this] { signer->use(ring->keys(clock->now())); });
  packs = std::make_unique<packs::PackDesk>(
      *store, *books, *audit, [find_blob](std::string_view sha256) { return find_blob(sha256).has_value(); },
      fmt::format("redress {}", version_text));
  try {
    pack_pages = std::make_unique<PackPages>(*packs, file_of, options.data_dir / "packs");
  } catch (FaultError const& why) {
    return why.fault();
  }
  open_access();
  if (options.rehearsal)
    port = std::make_unique<RehearsalPort>();
  else
    port = std::make_unique<HoldingPort>();
  if (auto done = open_subjects(); !done) return done.error();
  runner = std::make_unique<Runner>(*store, *cases, *clock, *port);
  runner->also([this] {
    shredder->run_due();
    import_files->forget_expired();
  });
  auto const verify = [this](DeskCall const& call) {
    return answer_verify(*store, options.data_dir, verifiers_in(options.data_dir), call);
  };
  auto const back_up = [this](DeskCall const& call) {
    return answer_backup(*store, options.data_dir, *clock, *ids, call);
  };
  verify_runs = std::make_unique<VerifyRuns>(
      [this](DeskCall const& call, VerifyProgress const& on_progress) {
        return answer_verify(*store, options.data_dir, verifiers_in(options.data_dir), call, on_progress);
      },
      *ids);
  try {
    import_files = std::make_unique<ImportFiles>(options.data_dir, *clock);
  } catch (FaultError const& why) {
    return why.fault();
  }
  auto const ask_as = [this](Actor const& actor) -> importers::Ask {
    return
        [this, actor](std::vector<importers::Call> calls) { return ask_within(*dispatcher, actor, std::move(calls)); };
  };
  imports = std::make_unique<ImportDesk>(ask_as, *import_files, *ids);
  if (auto done = open_webhooks(); !done) return done.error();
  Desks const desks{*store,
                    *books,
                    *clock,
                    sandbox_clock,
                    *ids,
                    *cases,
                    *reading,
                    *evidence,
                    *audit,
                    *runner,
                    *door,
                    *rulebooks,
                    *packs,
                    *key_desk,
                    *subjects,
                    *reveals,
                    [this](std::function<void()> work) { boost::asio::post(readers, std::move(work)); },
                    verify,
                    back_up,
                    verify_runs.get(),
                    imports.get(),
                    users.get(),
                    session_desk.get(),
                    [this](std::function<void()> work) { boost::asio::post(hashing, std::move(work)); },
                    mark_of_waybill,
                    worklist,
                    hooks.get(),
                    factor_desk.get()};
  auto handles = handles_of(desks);
  put_in_turn(handles, *queue, *store);
  open_feed();
  auto const observe = [this](std::string_view method, std::string_view outcome, std::int64_t took_us,
                              Actor const& actor) {
    metrics.called(method, outcome, took_us);
    if (outcome == "internal" || took_us > slow_call_us)
      spdlog::warn("{}", boost::json::serialize(boost::json::object{{"msg", "call"},
                                                                    {"method", method},
                                                                    {"outcome", outcome},
                                                                    {"duration_us", took_us},
                                                                    {"actor", actor.id}}));
  };
  auto lines = line_handles_of(*feed, *presence, *store);
  add_second_factor_lines(lines, desks);
  dispatcher = std::make_unique<rpc::Dispatcher>(
      std::move(handles), [this](std::function<void()> work) { boost::asio::post(readers, std::move(work)); }, observe,
      options.sandbox, options.dispatch, std::move(lines));
  return {};
}

void App::Parts::open_access() {
  door = std::make_unique<TokenDoor>(*store, *clock);
  session_door =
      std::make_unique<SessionDoor>(*store, *clock, *ids, options.console.sessions, options.console.second_factor);
  door->also([this] { session_door->forget(); });
  factors = std::make_unique<SecondFactors>(*store, *clock, *ids);
  login = std::make_unique<Login>(*store, *door, *session_door, *factors, throttle);
  factor_desk = std::make_unique<SecondFactorDesk>(*store, *clock, *ids, *session_door, *login);
  users = std::make_unique<UserDesk>(*store, *clock, *ids, *session_door, *login);
  session_desk = std::make_unique<SessionDesk>(*store, *session_door);
  callers = std::make_unique<Callers>(*door, *session_door);
  session_pages = std::make_unique<SessionPages>(*login, *session_door, *clock, options.console,
                                                 options.wire.count_loopback_per_address);
}

// A WebSocket that only listens is asked nothing, so whoever's token or session has ended is looked for.
void App::Parts::look_at_callers() {
  if (stopping) return;
  callers->close_ended();
  next_look.expires_after(std::chrono::milliseconds(look_at_callers_every_ms));
  next_look.async_wait([this](boost::system::error_code failed) {
    if (!failed) look_at_callers();
  });
}

void App::Parts::stop() {
  server->stop();
  boost::asio::post(watch, [this] {
    stopping = true;
    next_look.cancel();
  });
}

Result<void> App::Parts::open_subjects() {
  auto list = ErasureList::open(options.data_dir / "erasures.log");
  if (!list) return list.error();
  Office const office{*store, *clock, *ids};
  auto const remove_file = [this](std::string const& sha256) {
    if (auto const removed = blobs->remove(sha256); !removed) throw FaultError(removed.error());
  };
  shredder = std::make_unique<Shredder>(*store, *clock, office, std::move(*list),
                                        Shredder::Outside{remove_file, [this] { return store->cut_log(); }});
  shredder->replay();
  shredder->run_due();
  subjects = std::make_unique<SubjectDesk>(*store, *clock, office, *shredder);
  reveals = std::make_unique<RevealDesk>(*store, *clock, office, [this] { metrics.revealed_over_limit(); });
  return {};
}

Result<void> App::Parts::open_webhooks() {
  auto made = webhooks::AddressGuard::make(options.webhooks);
  if (!made) return made.error();
  guard.emplace(std::move(*made));
  sender = std::make_unique<webhooks::Sender>(webhooks::SenderParts{
      *store, *clock, wall_clock, *ids, *guard, waker, [this](std::string_view result) { metrics.sent(result); }});
  hooks = std::make_unique<webhooks::HookDesk>(*store, *clock, *ids, *guard, [this] { sender->hooks_changed(); });
  return {};
}

void App::Parts::open_feed() {
  auto const name = [this](Actor const& actor) {
    std::string called;
    store->read([&](StoreReader& reader) { called = name_of_actor(reader, actor.id); });
    return called.empty() ? actor.id : called;
  };
  presence = std::make_unique<live::Presence>(*clock, name);
  feed = std::make_unique<live::EventFeed>(*store, *clock, bell,
                                           [this](http::Peer const& peer) { return callers->enter(peer, false); });
}

Result<void> App::Parts::listen() {
  front = std::make_unique<Front>(
      *callers, *session_pages, *dispatcher, *store, *blobs, pages_of(*store, metrics, console_pages(*ids)),
      [this](http::Head const& head, Actor const& actor) {
        auto page = pack_pages->page(head, actor);
        return page ? std::move(page) : tlog_page(head, actor, *signer, *store);
      },
      [program = this_program(), most = options.picture_pixels_max](std::filesystem::path const& file,
                                                                    std::string const& mime) {
        return look_in_child(program, mime, file, most);
      },
      options.uploads, options.dispatch.batch_calls, *clock);
  front->push_through(*feed);
  front->take_imports_with(*import_files);
  http::ServerOptions wire;
  wire.limits = options.wire;
  wire.disk_threads = disk_threads;  // two may be busy with packs while the others serve blobs
  wire.text_paths = SessionPages::paths();
  wire.session_cookie = SessionPages::cookie_name(options.console);
  auto const descriptors = raise_descriptors(wire.limits.connections + descriptors_of_ours);
  wire.limits.connections = connections_within(descriptors, wire.limits.connections);
  if (wire.limits.connections < options.wire.connections)
    spdlog::warn(R"({{"msg":"connections_limited","open_files":{},"connections":{}}})", descriptors,
                 wire.limits.connections);
  wire.limits.blob_bytes = static_cast<std::uint64_t>(options.file_bytes_max);
  server = std::make_unique<http::Server>(io, *front, wire);
  auto bound = server->listen(options.listen);
  if (!bound) return bound.error();
  address = *bound;
  std::ofstream(options.data_dir / "server.url") << "http://" << address << "\n";  // where the command line finds it
  return {};
}

}  // namespace redress::api
