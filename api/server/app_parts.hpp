// Everything an App is made of, and how it is put together.
#pragma once

#include "api/backup/backup_call.hpp"
#include "api/http/server.hpp"
#include "api/server/app.hpp"
#include "api/server/callers.hpp"
#include "api/server/front.hpp"
#include "api/server/handles.hpp"
#include "api/server/import_desk.hpp"
#include "api/server/key_files.hpp"
#include "api/server/live_handles.hpp"
#include "api/server/metrics.hpp"
#include "api/server/pack_pages.hpp"
#include "api/server/publisher.hpp"
#include "api/server/rulebooks.hpp"
#include "api/service/second_factor_desk.hpp"
#include "api/webhooks/hook_desk.hpp"
#include "api/webhooks/sender.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

namespace redress::api {

inline constexpr unsigned io_threads = 2;
inline constexpr unsigned read_threads = 2;

// Members are in the order of who needs whom; they go away in the opposite order, the store last.
struct App::Parts {
  AppOptions options;
  std::unique_ptr<Clock> clock;
  VirtualClock* sandbox_clock = nullptr;
  SystemEntropy entropy;
  std::unique_ptr<Ids> ids;
  std::shared_ptr<live::Bell> bell = std::make_shared<live::Bell>();
  std::shared_ptr<webhooks::Waker> waker = std::make_shared<webhooks::Waker>();
  std::unique_ptr<storage::SqliteStore> store;
  std::unique_ptr<storage::BlobStore> blobs;
  std::optional<RulebooksInForce> books;
  std::unique_ptr<RulebookDesk> rulebooks;
  std::unique_ptr<DeliveryPort> port;
  std::unique_ptr<ShopQueue> queue;
  std::unique_ptr<CaseDesk> cases;
  std::unique_ptr<CaseReading> reading;
  std::unique_ptr<EvidenceReading> evidence;
  std::unique_ptr<LedgerSigner> signer;
  std::unique_ptr<AuditDesk> audit;
  std::unique_ptr<FileKeyRing> ring;
  std::unique_ptr<KeyDesk> key_desk;
  std::unique_ptr<packs::PackDesk> packs;
  std::unique_ptr<PackPages> pack_pages;
  std::unique_ptr<TokenDoor> door;
  SystemClock wall_clock;  // who guesses passwords waits in real time, in the sandbox too
  LoginThrottle throttle{wall_clock};
  std::unique_ptr<SessionDoor> session_door;
  std::unique_ptr<SecondFactors> factors;
  std::unique_ptr<Login> login;
  std::unique_ptr<UserDesk> users;
  std::unique_ptr<SecondFactorDesk> factor_desk;
  std::unique_ptr<SessionDesk> session_desk;
  std::unique_ptr<Callers> callers;
  std::unique_ptr<SessionPages> session_pages;
  std::unique_ptr<Publisher> publisher;
  Metrics metrics;
  std::unique_ptr<Shredder> shredder;
  std::unique_ptr<SubjectDesk> subjects;
  std::unique_ptr<RevealDesk> reveals;
  std::unique_ptr<ImportFiles> import_files;
  std::unique_ptr<Runner> runner;
  MarkOfWaybill mark_of_waybill;
  std::shared_ptr<Worklist> worklist;
  std::unique_ptr<live::Presence> presence;
  std::unique_ptr<live::EventFeed> feed;
  std::optional<webhooks::AddressGuard> guard;
  std::unique_ptr<webhooks::Sender> sender;
  std::unique_ptr<webhooks::HookDesk> hooks;
  std::unique_ptr<VerifyRuns> verify_runs;
  std::unique_ptr<ImportDesk> imports;
  boost::asio::thread_pool readers{read_threads};
  boost::asio::thread_pool hashing{1};
  std::unique_ptr<rpc::Dispatcher> dispatcher;
  std::unique_ptr<Front> front;
  boost::asio::io_context io{static_cast<int>(io_threads)};
  // Held from before the address is told: whoever read it may ask the server to stop.
  boost::asio::signal_set signals{io, SIGINT, SIGTERM};
  boost::asio::strand<boost::asio::io_context::executor_type> watch{io.get_executor()};
  boost::asio::steady_timer next_look{watch};  // at open WebSockets; on `watch`
  bool stopping = false;                       // on `watch`
  std::unique_ptr<http::Server> server;
  std::string address;
  std::string admin_token;

  ~Parts() {
    if (runner) runner->stop();
    if (publisher) publisher->stop();
    if (feed) feed->stop();
    if (sender) sender->stop();
    hashing.join();
    if (imports) imports->stop();
    if (verify_runs) verify_runs->stop();
    readers.join();
    if (queue) queue->drain();
    if (store) store->drain();
  }

  Result<void> open_store();
  Result<void> open_desks();
  Result<void> open_subjects();
  void open_feed();
  Result<void> open_webhooks();
  Result<void> listen();
  void open_access();
  void look_at_callers();
  void stop();
};

}  // namespace redress::api
