// One HTTP connection: takes its requests one after the other to the door each asks for.
//
// A request that comes while one is under way waits in the kernel or the buffer until that one is answered. Everything
// runs on the connection's strand except wind_down and cut, which may be called from any thread.
#pragma once

#include "api/http/common.hpp"
#include "api/http/doorbell.hpp"
#include "api/http/http_stream.hpp"
#include "api/http/lifeline.hpp"
#include "api/http/route.hpp"

#include <memory>
#include <optional>
#include <string>

namespace redress::api::http {

class HttpSession final : public Connection, public CallOwner, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(Socket socket, std::shared_ptr<Common> common, Place place);
  ~HttpSession() override;

  void start();
  void wind_down() override;
  void cut() override;
  void call_answered(std::optional<std::string> answer) override;

 private:
  Awaitable<> run();
  Awaitable<> converse();

  // Each answers one request and says whether the connection may carry another. What is awaited takes named objects,
  // never temporaries with braces in them: g++ 12 destroys those twice.
  Awaitable<bool> serve();
  Awaitable<bool> answer(Response const& response);
  Awaitable<bool> answer_page();
  Awaitable<bool> take_text();
  Awaitable<bool> answer_rpc();
  Awaitable<bool> answer_body_trouble(HttpStream::Body trouble);
  Awaitable<bool> receive_blob();
  Awaitable<bool> send_blob(std::string_view name);
  Awaitable<bool> send_file(BlobFile const& file, std::string_view name);
  Awaitable<bool> send_bytes(Response const& response, std::string const& path, std::uint64_t first,
                             std::uint64_t left);
  Awaitable<bool> become_websocket();

  std::optional<Response> refusal_before_body(Route const& route);
  std::optional<Response> admit();
  Awaitable<std::optional<std::string>> ask(std::string text);

  Strand strand_;
  std::shared_ptr<Common> common_;
  std::uint64_t connection_;
  std::optional<Place> place_;
  HttpStream stream_;
  PeerRef peer_;
  std::shared_ptr<Lifeline> lifeline_;
  Doorbell answered_;
  std::optional<std::string> rpc_answer_;
};

}  // namespace redress::api::http
