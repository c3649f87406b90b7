#include "web/edge/configuration.h"

#include "web/http/headers.h"
#include "web/problem.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace dossier::web {

namespace {

/// Errors that nginx finds itself, and what to say about them.
struct EdgeError {
    int code; ///< nginx's, some of its own making (494: header section too large)
    int status;
    std::string_view type;
    std::string_view detail;
};

constexpr std::array<EdgeError, 14> edge_errors{{
    {400, 400, "bad_request", "The request is malformed."},
    {403, 403, "forbidden", "This address is not for you."},
    {404, 404, "not_found", "There is nothing at this address, or you may not see it."},
    {405, 405, "method_not_allowed", "This address does not know that method."},
    {408, 408, "too_slow", "The request took too long to arrive."},
    {413, 413, "body_too_large", "The body is larger than this address takes."},
    {414, 414, "bad_address", "The address of the request is too long."},
    {429, 429, "too_many_requests", "Too many connections at once. Try again in a moment."},
    {494, 400, "bad_header", "The header section is too large."},
    {497, 400, "https_expected", "This port speaks HTTPS only."},
    {500, 500, "internal", "The service could not do this."},
    {502, 503, "not_ready", "The service is starting or stopping. Try again in a moment."},
    {503, 503, "not_ready", "The service is starting or stopping. Try again in a moment."},
    {504, 503, "not_ready", "The service did not answer in time. Try again in a moment."},
}};

/// All that reaches the API of what a browser sends. $remote_addr is the edge's own knowledge.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> passed_headers{{
    {"Host", "$host"},
    {"Authorization", "$http_authorization"},
    {"Cookie", "$http_cookie"},
    {"Content-Type", "$http_content_type"},
    {"Content-Range", "$http_content_range"},
    {"X-CSRF-Token", "$http_x_csrf_token"},
    {"If-Match", "$http_if_match"},
    {"Digest", "$http_digest"},
    {"Date", "$http_date"},
    {"X-Source-Name", "$http_x_source_name"},
    {"Idempotency-Key", "$http_idempotency_key"},
    {"Origin", "$http_origin"},
    {"Sec-Fetch-Site", "$http_sec_fetch_site"},
    {"X-Client-Address", "$remote_addr"},
}};

std::string add_headers(std::string_view indent)
{
    std::string out;
    for (const auto& [name, value] : security_headers)
        out += fmt::format("{}add_header {} \"{}\" always;\n", indent, name, value);
    return out;
}

/// The body that came with a request is none of an error page's concern: with a limit of its own,
/// the page for a large upload to a service that restarts would be another error, 413.
std::string error_pages()
{
    std::string out;
    for (const auto& error : edge_errors)
        out += fmt::format("        error_page {} /.problem/{};\n", error.code, error.code);
    for (const auto& error : edge_errors)
        out += fmt::format(
            "        location = /.problem/{} {{\n"
            "            internal;\n"
            "            client_max_body_size 0;\n"
            "            default_type application/problem+json;\n"
            "{}"
            "            return {} "
            "'{{\"type\":\"{}\",\"title\":\"{}\",\"status\":{},\"detail\":\"{}\"}}';\n"
            "        }}\n",
            error.code,
            add_headers("            "),
            error.status,
            error.type,
            status_title(error.status),
            error.status,
            error.detail
        );
    return out;
}

std::string proxy_headers()
{
    std::string out;
    for (const auto& [name, value] : passed_headers)
        out += fmt::format("        proxy_set_header {} {};\n", name, value);
    return out;
}

// Bodies and answers stay in memory: the body buffer holds the largest body that is let in, and
// answers have no temporary file. What a scan shows never lies on the disk in plain.
constexpr std::string_view shape = R"(# Written by dossier at every start; changes here are lost.
daemon off;
worker_processes 2;
pid tmp/nginx.pid;
error_log stderr warn;
events {{ worker_connections {worker_connections}; }}
http {{
    access_log off;
    server_tokens off;
    types {{
        text/html html; text/css css; text/javascript js mjs; application/json json map;
        image/svg+xml svg; image/png png; image/x-icon ico; font/woff2 woff2; text/plain txt;
    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types text/css text/javascript text/plain;
    client_body_temp_path tmp/body;
    proxy_temp_path tmp/proxy;
    fastcgi_temp_path tmp/fastcgi;
    uwsgi_temp_path tmp/uwsgi;
    scgi_temp_path tmp/scgi;
    limit_conn_zone $binary_remote_addr zone=address:1m;
    limit_conn_zone $server_port zone=uploads:64k;
    limit_conn_zone $server_port zone=parts:64k;
    limit_conn_status 429;
    client_header_buffer_size 2k;
    large_client_header_buffers 4 4k;
    client_header_timeout {header_seconds}s;
    client_body_timeout {body_seconds}s;
    send_timeout {body_seconds}s;
    keepalive_timeout {idle_seconds}s;
    lingering_close off;
    reset_timedout_connection on;
    upstream api {{ server unix:{socket} max_fails=0; }}
    server {{
        listen {address}:{port} ssl;
        ssl_certificate tls.crt;
        ssl_certificate_key tls.key;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305;
        ssl_ecdh_curve X25519:prime256v1:secp384r1;
        ssl_session_cache shared:tls:1m;
        ssl_session_tickets off;
        limit_conn address {connections_per_address};
        client_max_body_size {body_kilobytes}k;
        client_body_buffer_size {body_kilobytes}k;
        if ($request_method !~ ^(GET|HEAD|POST|PUT|DELETE)$) {{ return 405; }}
        proxy_http_version 1.0;
        proxy_request_buffering on;
        proxy_buffering on;
        proxy_buffer_size 16k;
        proxy_buffers 64 16k;
        proxy_max_temp_file_size 0;
        proxy_next_upstream off;
        proxy_connect_timeout 5s;
        proxy_send_timeout {answer_seconds}s;
        proxy_read_timeout {answer_seconds}s;
        proxy_pass_request_headers off;
        proxy_redirect off;
{proxy_headers}
{error_pages}
        location /api/ {{ proxy_pass http://api; }}
        location ~ ^/api/v1/type-drafts/[^/]+/specimens$ {{
            limit_conn address {connections_per_address};
            limit_conn uploads {uploads};
            client_max_body_size {upload_megabytes}m;
            client_body_buffer_size {upload_megabytes}m;
            proxy_pass http://api;
        }}
        location ~ ^/api/v1/uploads/ {{
            if ($http_content_range) {{ rewrite ^ /.part last; }}
            limit_conn address {connections_per_address};
            limit_conn uploads {uploads};
            client_max_body_size {upload_megabytes}m;
            client_body_buffer_size {upload_megabytes}m;
            proxy_pass http://api;
        }}
        location = /.part {{
            internal;
            limit_conn address {connections_per_address};
            limit_conn parts {parts};
            client_max_body_size {part_kilobytes}k;
            client_body_buffer_size {part_kilobytes}k;
            proxy_pass http://api$request_uri;
        }}
        location = /healthz {{ proxy_pass http://api; }}
        location = /readyz {{ proxy_pass http://api; }}
        location = /metrics {{ allow 127.0.0.1; deny all; proxy_pass http://api; }}
        location / {{
            root ui;
            if ($request_method !~ ^(GET|HEAD)$) {{ return 405; }}
            try_files $uri /index.html =404;
            add_header Cache-Control no-cache always;
{static_headers}        }}
    }}
}}
)";

} // namespace

std::string edge_configuration(const EdgePlace& place, const EdgeLimits& limits)
{
    return fmt::format(
        shape,
        fmt::arg("worker_connections", limits.connections),
        fmt::arg("header_seconds", limits.header_seconds),
        fmt::arg("body_seconds", limits.body_seconds),
        fmt::arg("idle_seconds", limits.idle_seconds),
        fmt::arg("answer_seconds", limits.answer_seconds),
        fmt::arg("socket", place.socket),
        fmt::arg("address", place.address),
        fmt::arg("port", place.port),
        fmt::arg("connections_per_address", limits.connections_per_address),
        fmt::arg("uploads", limits.uploads),
        fmt::arg("upload_megabytes", limits.upload_megabytes),
        fmt::arg("parts", limits.parts),
        fmt::arg("part_kilobytes", limits.part_kilobytes),
        fmt::arg("body_kilobytes", limits.body_kilobytes),
        fmt::arg("proxy_headers", proxy_headers()),
        fmt::arg("error_pages", error_pages()),
        fmt::arg("static_headers", add_headers("            "))
    );
}

} // namespace dossier::web
