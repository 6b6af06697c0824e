#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace redress::e2e {
namespace {

int spawn(std::vector<std::string> const& arguments, int& out) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  auto const pid = ::fork();
  if (pid == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    std::vector<char*> argv;
    std::string binary = REDRESS_BINARY;
    argv.push_back(binary.data());
    auto copies = arguments;
    for (auto& each : copies) argv.push_back(each.data());
    argv.push_back(nullptr);
    ::execv(binary.c_str(), argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  out = ends[0];
  return pid;
}

std::string first_line(std::filesystem::path const& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  return line;
}

}  // namespace

Folder::Folder() {
  auto name = (std::filesystem::temp_directory_path() / "redress-test-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ServerProcess::ServerProcess(std::filesystem::path const& data, std::vector<std::string> more) : data_(data) {
  std::vector<std::string> arguments{"serve", "--data", data.string(), "--listen", "127.0.0.1:0"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  int out = -1;
  pid_ = spawn(arguments, out);
  std::string line;
  for (char c = 0; ::read(out, &c, 1) == 1 && c != '\n';) line += c;
  ::close(out);
  constexpr std::string_view ready = "listening on ";
  if (!line.starts_with(ready)) throw std::runtime_error("the server did not start: " + line);
  url_ = line.substr(ready.size());
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) stop();
}

void ServerProcess::kill() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

int ServerProcess::stop() {
  ::kill(pid_, SIGTERM);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string ServerProcess::admin() const { return first_line(data_ / "admin.token"); }

std::string ServerProcess::token(std::string role, std::string shop) {
  auto const made = client(admin()).call("token.create", {{"role", role}, {"shop", shop}});
  return std::string(made.result.at("token").as_string());
}

Run run_redress(std::vector<std::string> arguments) {
  int out = -1;
  auto const pid = spawn(arguments, out);
  Run run;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = ::read(out, buffer.data(), buffer.size())) > 0;)
    run.out.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(out);
  int status = 0;
  ::waitpid(pid, &status, 0);
  run.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return run;
}

boost::json::object sample_case(std::string kind, int number, boost::json::object claim, boost::json::object more) {
  auto const money = [](std::int64_t minor) { return boost::json::object{{"minor", minor}, {"currency", "CNY"}}; };
  boost::json::object order{
      {"id", fmt::format("99000000000000{:05}", number)},
      {"placed_at", "2026-01-04T02:00:00Z"},
      {"paid_at", "2026-01-04T02:01:00Z"},
      {"paid", money(20000)},
      {"lines", boost::json::array{boost::json::object{
                    {"id", "L1"}, {"sku", "A"}, {"title", "卫衣"}, {"quantity", 2}, {"paid", money(20000)}}}}};
  boost::json::object params{
      {"shop", "s1"},
      {"kind", kind},
      {"platform", "taobao"},
      {"order", std::move(order)},
      {"claim", std::move(claim)},
      {"buyer", boost::json::object{{"id", fmt::format("b{}", number)}, {"phone", "13800001234"}}},
      {"request_id", fmt::format("open-{}-{}", kind, number)}};
  for (auto const& member : more) {
    if (member.key() == "order")
      for (auto const& part : member.value().as_object()) params["order"].as_object()[part.key()] = part.value();
    else
      params[member.key()] = member.value();
  }
  return params;
}

}  // namespace redress::e2e
