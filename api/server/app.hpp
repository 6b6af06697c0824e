// The composition root: puts store, books, desks, runner and transport together, and takes them apart in order.
#pragma once

#include "api/http/limits.hpp"
#include "api/rpc/dispatcher.hpp"
#include "api/server/publishing.hpp"
#include "api/server/session_pages.hpp"
#include "api/server/upload_allowance.hpp"
#include "api/service/evidence_files.hpp"
#include "api/service/shop_queue.hpp"
#include "api/webhooks/address_guard.hpp"
#include "engine/base/fault.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace redress::api {

struct AppOptions {
  std::filesystem::path data_dir;
  std::string listen = "127.0.0.1:8080";
  bool sandbox = false;                             // a virtual clock, moved only by sandbox.advance
  std::filesystem::path rulebooks = {};             // folder of books beside the built-in ones; empty: none
  bool rehearsal = false;                           // payments answer by themselves (the demo)
  PublishOptions publish = {};                      // witnesses and stamps of the ledger's head
  EvidenceQuota evidence = {};                      // files and bytes of evidence a case may have
  UploadLimits uploads = {};                        // files and bytes a token and a shop may upload a day
  std::int64_t file_bytes_max = 100 * 1024 * 1024;  // of one upload
  std::int64_t picture_pixels_max = 50'000'000;
  http::Limits wire = {};  // its blob_bytes is `file_bytes_max`
  rpc::DispatchLimits dispatch = {};
  ShopQueueLimits queue = {};  // of each shop's commands
  ConsoleOptions console = {};
  webhooks::GuardOptions webhooks = {};
};

class App {
 public:
  /// Opens the store, makes DIR/admin.token, DIR/ledger.key at the first start, listens. Faults say what is in the way.
  static Result<std::unique_ptr<App>> start(AppOptions options);
  ~App();

  std::string url() const;  // "http://127.0.0.1:8080"
  std::string admin_token() const;

  /// One call as the server itself (role runner: may do what services do); for the demo and imports. Blocks.
  std::string call(std::string method, std::string params_json, std::string role, std::string shop);

  /// A new token of that role; blocks.
  std::string make_token(std::string role, std::string shop);

  /// A new user of that role and that name, with a password drawn at random, which is answered; blocks.
  std::string make_user(std::string name, std::string role, std::string shop);

  /// Serves until SIGINT or SIGTERM, then answers what was accepted and returns.
  void run_until_signal();

 private:
  struct Parts;
  explicit App(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::api
