// A thousand clients that take their time, on the real binary: whoever behaves is served as if they were not there.
//
// slowhttptest is the attacker (slow heads, slow bodies, slow reading, ranges). REDRESS_SLOW_SECONDS makes each attack
// longer than the few seconds it has by default; docs/limits.md has the figures of a long run.
#include "tests/e2e/server_process.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <thread>

namespace redress::e2e {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = boost::asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr int many = 1000;
constexpr int default_seconds = 4;

int attack_seconds() {
  auto const* told = std::getenv("REDRESS_SLOW_SECONDS");
  return told ? std::atoi(told) : default_seconds;
}

/// The attackers of this process and the server it starts need a descriptor for each connection.
void allow_many_files() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

struct Attack {
  std::string_view name;
  std::string_view options;  // {0}: the address, {1}: a token
};

void PrintTo(Attack const& attack, std::ostream* out) { *out << attack.name; }

struct Attacked {
  int exit = -1;
  std::string out;
};

Attacked run(Attack const& attack, std::string const& url, std::string const& token) {
  auto const command = fmt::format("slowhttptest -c {} -r 500 -l {} -p 5 {} 2>&1", many, attack_seconds(),
                                   fmt::format(fmt::runtime(attack.options), url, token));
  Attacked attacked;
  auto* const pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> piece;
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;)
    attacked.out.append(piece.data(), got);
  attacked.exit = ::pclose(pipe);
  return attacked;
}

class SlowClients : public testing::TestWithParam<Attack> {};

TEST_P(SlowClients, leave_a_well_behaved_one_untouched) {
  allow_many_files();
  Folder folder;
  ServerProcess server{folder.path()};
  auto const token = server.token("service", "s1");
  std::atomic<bool> over = false;
  Attacked attacked;
  std::thread attacker([&] {
    attacked = run(GetParam(), server.url(), token);
    over = true;
  });
  int calls = 0, failed = 0;
  std::int64_t slowest_ms = 0;
  for (int number = 0; !over; ++number) {
    auto client = server.client(token);  // each on a connection of its own, and with a write that must reach the disk
    auto const began = Clock::now();
    auto const opened =
        client.call("case.open", sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began).count();
    slowest_ms = std::max<std::int64_t>(slowest_ms, took);
    ++calls;
    failed += opened.exit == cli::Exit::ok ? 0 : 1;
  }
  attacker.join();
  std::cout << GetParam().name << ": " << calls << " calls, " << failed << " failed, slowest " << slowest_ms << " ms\n";
  EXPECT_EQ(attacked.exit, 0) << attacked.out;
  EXPECT_NE(attacked.out.find("service available"), std::string::npos) << attacked.out;
  EXPECT_EQ(failed, 0) << "of " << calls;
  EXPECT_GT(calls, attack_seconds()) << "it was served all the while";
  constexpr std::int64_t patience_ms = 2'000;
  EXPECT_LT(slowest_ms, patience_ms);
}

INSTANTIATE_TEST_SUITE_P(
    All, SlowClients,
    testing::Values(
        Attack{"slow_heads", "-H -i 1 -t POST -u {0}/rpc"},
        Attack{"slow_bodies",
               "-B -i 1 -s 8192 -t POST -f application/json -j $'a=b\\r\\nAuthorization: Bearer {1}' -u {0}/rpc"},
        Attack{"slow_reading", "-X -k 3 -w 512 -y 1024 -n 1 -z 32 -u {0}/openrpc.json"},
        Attack{"ranges", "-R -a 5 -b 2000 -t GET -u {0}/openrpc.json"}),
    [](auto const& info) { return std::string(info.param.name); });

std::int64_t resident_kib(int pid) {
  std::ifstream in(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmRSS:")) return std::stoll(line.substr(line.find_first_of("0123456789")));
  return -1;
}

TEST(IdleWebSockets, a_thousand_take_less_than_sixty_four_mebibytes) {
  allow_many_files();
  Folder folder;
  ServerProcess server{folder.path()};
  auto const token = server.token("service", "s1");
  auto const host = server.url().substr(std::string_view("http://").size());
  auto const colon = host.rfind(':');
  boost::asio::io_context io;
  tcp::resolver resolver{io};
  auto const at = resolver.resolve(host.substr(0, colon), host.substr(colon + 1));
  std::vector<std::unique_ptr<websocket::stream<tcp::socket>>> idle;
  auto const open_one = [&] {
    auto stream = std::make_unique<websocket::stream<tcp::socket>>(io);
    boost::asio::connect(stream->next_layer(), at);
    stream->set_option(websocket::stream_base::decorator(
        [&](websocket::request_type& request) { request.set(beast::http::field::authorization, "Bearer " + token); }));
    stream->handshake(host, "/rpc");
    stream->write(boost::asio::buffer(std::string_view(R"({"jsonrpc":"2.0","id":1,"method":"system.info"})")));
    beast::flat_buffer answer;
    stream->read(answer);
    idle.push_back(std::move(stream));
  };
  constexpr int warm = 20;
  for (int i = 0; i < warm; ++i) open_one();
  auto const before = resident_kib(server.pid());
  ASSERT_GT(before, 0);
  for (int i = 0; i < many; ++i) open_one();
  auto const grown = resident_kib(server.pid()) - before;
  std::cout << "1000 idle WebSockets: " << grown << " KiB\n";
  constexpr std::int64_t most_kib = 64 * 1024;
  EXPECT_LT(grown, most_kib);
  EXPECT_GT(grown, 0) << "a thousand connections cost something, or this measures nothing";
}

}  // namespace
}  // namespace redress::e2e
