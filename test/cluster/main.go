// A whole Kubernetes control plane in one binary, for tests: etcd, the API server, the controller manager, the scheduler
// and kubectl are linked in as libraries, so that nothing but the Go module proxy is needed to have them.
//
// Usage: cluster etcd --data-dir DIR --client-port N --peer-port N
// or:    cluster kube-apiserver|kube-controller-manager|kube-scheduler|kubectl FLAGS…
// or:    cluster exec PROGRAM ARGUMENTS…
//
// With CLUSTER_PARENT=stdin the process ends when its standard input is closed, that is when the program that started it
// is gone, however it went.
package main

import (
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

// How long a process whose parent is gone may take to end by itself.
const orphanLimit = 10 * time.Second

var components = map[string]func() *cobra.Command{
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": controllers.NewControllerManagerCommand,
	"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
	"kubectl":                 kubectl.NewDefaultKubectlCommand,
}

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("usage: cluster etcd|exec|kube-apiserver|kube-controller-manager|kube-scheduler|kubectl …"))
	}
	name := os.Args[1]
	if os.Getenv("CLUSTER_PARENT") == "stdin" {
		go endWithParent()
	}
	switch name {
	case "etcd":
		fail(runEtcd(os.Args[2:]))
	case "exec":
		fail(runProgram(os.Args[2:]))
	default:
		component, known := components[name]
		if !known {
			fail(fmt.Errorf("cluster: no such component: %s", name))
		}
		os.Args = os.Args[1:]
		os.Exit(cli.Run(component()))
	}
}

// fail ends the process: quietly when there is no error.
func fail(err error) {
	if err == nil {
		os.Exit(0)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
	time.Sleep(orphanLimit)
	os.Exit(1)
}

// runEtcd prints "ready" once it takes requests, and runs until it is told to end.
func runEtcd(arguments []string) error {
	flags := flag.NewFlagSet("etcd", flag.ExitOnError)
	dir := flags.String("data-dir", "", "where the data goes")
	client := flags.Int("client-port", 0, "port for clients, on 127.0.0.1")
	peer := flags.Int("peer-port", 0, "port for peers, on 127.0.0.1")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	config := embed.NewConfig()
	config.Dir, config.LogLevel = *dir, "error"
	// The data lives as long as one test run, so nothing is lost by not waiting for the disk.
	config.UnsafeNoFsync = true
	config.ListenClientUrls, config.AdvertiseClientUrls = loopback(*client), loopback(*client)
	config.ListenPeerUrls, config.AdvertisePeerUrls = loopback(*peer), loopback(*peer)
	config.InitialCluster = config.InitialClusterFromName(config.Name)

	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	defer etcd.Close()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	ready := etcd.Server.ReadyNotify()
	for {
		select {
		case <-ready:
			fmt.Println("ready")
			ready = nil
		case err := <-etcd.Err():
			return err
		case <-etcd.Server.StopNotify():
			return fmt.Errorf("etcd stopped by itself")
		case <-signals:
			return nil
		}
	}
}

func loopback(port int) []url.URL {
	return []url.URL{{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)}}
}

// runProgram lends another program (kwok) the habit of ending with its parent.
func runProgram(arguments []string) error {
	if len(arguments) == 0 {
		return fmt.Errorf("usage: cluster exec PROGRAM ARGUMENTS…")
	}
	command := exec.Command(arguments[0], arguments[1:]...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Start(); err != nil {
		return err
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		for received := range signals {
			_ = command.Process.Signal(received)
		}
	}()
	return command.Wait()
}
