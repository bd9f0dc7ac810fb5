package temporalserver

import (
	"context"
	"fmt"
	"time"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

const (
	clusterName = "active"
	storeName   = "sqlite"

	// shards cannot be changed in an existing data directory.
	shards = 4
)

// runTemporal returns when all services have started.
func runTemporal(ctx context.Context, store *config.SQL, frontend int, cfg Config, log *logger) (temporal.Server, error) {
	server, err := newTemporal(ctx, store, frontend, cfg, log)
	if err != nil {
		return nil, fmt.Errorf("the Temporal server cannot be set up: %w", err)
	}
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("the Temporal server does not start: %w", err)
	}
	return server, nil
}

func newTemporal(ctx context.Context, store *config.SQL, frontend int, cfg Config, log *logger) (temporal.Server, error) {
	services, err := servicePorts(ctx, frontend)
	if err != nil {
		return nil, err
	}
	return temporal.NewServer(
		temporal.WithConfig(serverConfig(store, services)),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(hosts(services)),
		temporal.WithDynamicConfigClient(dynamicConfig(cfg)),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper {
			return authorization.NewNoopClaimMapper()
		}),
		temporal.WithLogger(log),
	)
}

func servicePorts(ctx context.Context, frontend int) (map[string]config.Service, error) {
	services := map[string]config.Service{}
	for _, name := range temporal.DefaultServices {
		port := frontend
		if name != string(primitives.FrontendService) {
			var err error
			if port, err = freePort(ctx); err != nil {
				return nil, err
			}
		}
		services[name] = config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: loopback}}
	}
	return services, nil
}

// hosts tells the services where the others are, which spares the gossip that
// a cluster needs to find its members, with its four ports and its seconds.
func hosts(services map[string]config.Service) map[primitives.ServiceName]static.Hosts {
	known := map[primitives.ServiceName]static.Hosts{}
	for name, service := range services {
		known[primitives.ServiceName(name)] = static.SingleLocalHost(hostPort(service.RPC.GRPCPort))
	}
	return known
}

func serverConfig(store *config.SQL, services map[string]config.Service) *config.Config {
	frontend := hostPort(services[string(primitives.FrontendService)].RPC.GRPCPort)
	cfg := &config.Config{
		Services:        services,
		PublicClient:    config.PublicClient{HostPort: frontend},
		ClusterMetadata: clusterMetadata(frontend),
		Persistence: config.Persistence{
			DefaultStore:     storeName,
			VisibilityStore:  storeName,
			NumHistoryShards: shards,
			DataStores:       map[string]config.DataStore{storeName: {SQL: store}},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
	}
	cfg.Global.Membership = config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: loopback}
	cfg.Archival.History.State = "disabled"
	cfg.Archival.Visibility.State = "disabled"
	cfg.NamespaceDefaults.Archival.History.State = "disabled"
	cfg.NamespaceDefaults.Archival.Visibility.State = "disabled"
	return cfg
}

func clusterMetadata(frontend string) *cluster.Config {
	return &cluster.Config{
		FailoverVersionIncrement: 10,
		MasterClusterName:        clusterName,
		CurrentClusterName:       clusterName,
		ClusterInformation: map[string]cluster.ClusterInformation{
			clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: frontend},
		},
	}
}

// dynamicConfig holds what differs from the server's defaults. One partition
// makes priorities, fairness and rate limits exact instead of approximate; a
// single node gains nothing from more.
func dynamicConfig(cfg Config) dynamicconfig.StaticClient {
	c := dynamicconfig.StaticClient{
		// A retention of minutes is for tests; the server would refuse it.
		dynamicconfig.NamespaceMinRetentionLocal.Key(): time.Second,
		// Nothing here reports home.
		dynamicconfig.EnableServerVersionCheck.Key(): false,
	}
	if cfg.LongHistory > 0 {
		c[dynamicconfig.HistoryCountSuggestContinueAsNew.Key()] = cfg.LongHistory
	}
	if cfg.Stock {
		return c
	}
	c[dynamicconfig.MatchingNumTaskqueueReadPartitions.Key()] = 1
	c[dynamicconfig.MatchingNumTaskqueueWritePartitions.Key()] = 1
	c[dynamicconfig.MatchingEnableFairness.Key()] = true
	return c
}
